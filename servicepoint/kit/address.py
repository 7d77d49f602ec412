"""Addresses that the settings name."""

from urllib.parse import urlsplit

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_safe_way(url: str) -> bool:
    """Say whether nobody on the way can read along: https, or http to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in THIS_MACHINE
