"""Which addresses of staff take pictures or files: there a body may be larger than a form."""

import re

from servicepoint.documents.rules import DELIVERY_BYTES_MAX

PICTURE_BYTES_MAX = 4 * 1024 * 1024
UPLOAD_BYTES_MAX = DELIVERY_BYTES_MAX + 64 * 1024  # the file, and the rest of its form
UPLOAD = "/staff/deliveries/new/"
_PICTURES = re.compile(r"/staff/biometrics/[0-9a-f-]{36}/(?:photo|fingers)/\Z")


def body_bytes_max(path: str, content_type: str) -> int | None:
    """Return how large the body may be; None where the limit of all forms holds."""
    if path == UPLOAD and content_type.startswith("multipart/form-data"):
        return UPLOAD_BYTES_MAX
    is_picture = content_type in ("image/jpeg", "image/png")
    return PICTURE_BYTES_MAX if is_picture and _PICTURES.match(path) else None
