"""Which addresses of staff take pictures: there a body may be larger than a form."""

import re

PICTURE_BYTES_MAX = 4 * 1024 * 1024
_PICTURES = re.compile(r"/staff/biometrics/[0-9a-f-]{36}/(?:photo|fingers)/\Z")


def body_bytes_max(path: str, content_type: str) -> int | None:
    """Return how large the body may be; None where the limit of all forms holds."""
    is_picture = content_type in ("image/jpeg", "image/png")
    return PICTURE_BYTES_MAX if is_picture and _PICTURES.match(path) else None
