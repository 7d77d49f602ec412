"""The site as it is, with an empty view beside its pages; BENCH_BARE=1 leaves all middleware out."""

import os

from config.settings import *  # noqa: F403 - everything as in production but the two lines below

ROOT_URLCONF = "benchmarks.site_urls"
if os.environ.get("BENCH_BARE"):
    MIDDLEWARE: list[str] = []
