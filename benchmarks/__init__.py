"""How fast it is: `make bench`. Own command and results page (docs/benchmarks.md); no part of the tests."""
