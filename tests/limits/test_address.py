import pytest

from servicepoint.limits.address import client_address


def _address(remote="10.0.0.1", forwarded=None, proxies=0):
    meta = {"REMOTE_ADDR": remote}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    return client_address(meta, proxies_trusted=proxies)


def test_without_trusted_proxies_a_forwarded_header_is_not_believed():
    assert _address(forwarded="198.51.100.7") == "10.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),  # the left one the client made up
        ("203.0.113.9, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"),
        ("198.51.100.7", 2, "198.51.100.7"),  # one proxy was gone round
        ("198.51.100.7:50123", 1, "198.51.100.7"),
        ("", 1, "10.0.0.1"),
        (" , ", 1, "10.0.0.1"),
        ("gibberish", 1, "unknown"),
        ("198.51.100.7," * 5_000 + "198.51.100.8", 1, "198.51.100.8"),
    ],
)
def test_each_trusted_proxy_counts_one_entry_from_the_right(forwarded, proxies, expected):
    assert _address(forwarded=forwarded, proxies=proxies) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", "unknown"),
    ],
)
def test_an_ipv6_home_counts_as_one_address(remote, expected):
    assert _address(remote=remote) == expected
