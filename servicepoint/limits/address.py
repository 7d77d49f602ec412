"""Whose address a request comes from, when proxies stand in front."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache

_HEADER_LENGTH_MAX = 2_000
ADDRESSES_KEPT_MAX = 4_096
UNKNOWN = "unknown"


def client_address(meta: Mapping[str, object], *, proxies_trusted: int) -> str:
    """Return the address that limits count: an IPv4 address, the /64 of an IPv6 one, or `unknown`.

    `meta` is WSGI's environment. Each trusted proxy appends the address it was called from to
    X-Forwarded-For; so with n of them the n-th entry from the right is the client, and whatever stands left
    of it the client wrote itself. Without trusted proxies the header is not read at all.
    """
    called_from = str(meta.get("REMOTE_ADDR", ""))
    if not proxies_trusted:
        return _counted(called_from)
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", ""))[-_HEADER_LENGTH_MAX:]
    entries = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    # A shorter list means a request that went round a proxy: trust nothing more than the last one named.
    return _counted(entries[max(-proxies_trusted, -len(entries))] if entries else called_from)


@lru_cache(maxsize=ADDRESSES_KEPT_MAX)
def _counted(text: str) -> str:
    try:
        address = ipaddress.ip_address(_without_port(text))
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), 64), strict=False))


def _without_port(text: str) -> str:
    """Return `192.0.2.1` of `192.0.2.1:80` and `2001:db8::1` of `[2001:db8::1]:80`, as some proxies write."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, _, port = text.partition(":")
    return host if "." in host and port.isdigit() else text
