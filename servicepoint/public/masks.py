"""Contact details, shown so that their owner knows them and nobody else learns them."""

HIDDEN = "•••"
TAIL_LENGTH = 2


def masked_email(address: str) -> str:
    """Return `t•••@example.org` for `testa@example.org`; empty stays empty."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{HIDDEN}{at}{domain}" if at else ""


def masked_tail(number: str) -> str:
    """Return `•••78` for `+31612345678`: the end of a telephone or V-number; empty stays empty."""
    return f"{HIDDEN}{number[-TAIL_LENGTH:]}" if len(number) > 2 * TAIL_LENGTH else HIDDEN * bool(number)
