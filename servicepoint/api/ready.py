"""An answer as bytes, ready to be sent to everybody: as it is, compressed, or not at all (304)."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

GZIP_BYTES_MIN = 1_000
GZIP_LEVEL = 5
HEADERS_KEPT_MAX = 256
HEADER_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A body as it is sent, plain and compressed, with the tag that stands for both."""

    body: bytes
    gzipped: bytes
    etag: str

    @property
    def size(self) -> int:
        """The bytes that it keeps."""
        return len(self.body) + len(self.gzipped)


def answer_of(body: bytes) -> Answer:
    """Return a body ready to be sent; the same body always has the same tag."""
    gzipped = gzip.compress(body, GZIP_LEVEL, mtime=0) if len(body) >= GZIP_BYTES_MIN else b""
    return Answer(body, gzipped, f'W/"{hashlib.sha256(body).hexdigest()[:24]}"')


def sent(request: HttpRequest, answer: Answer, *, content_type: str, max_age: int) -> HttpResponse:
    """Return the answer, compressed where the program can read that; 304 when it has it already.

    A proxy may keep it for `max_age` seconds.
    """
    if _has(request.META.get("HTTP_IF_NONE_MATCH", ""), answer):
        response = HttpResponse(status=304, content_type=content_type)
        del response["Content-Type"]
    elif answer.gzipped and _reads_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")[:HEADER_LENGTH_MAX]):
        response = HttpResponse(answer.gzipped, content_type=content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(answer.body, content_type=content_type)
    response["ETag"] = answer.etag
    response["Cache-Control"] = f"public, max-age={max_age}"
    response["Vary"] = "Accept-Encoding"
    return response


def _has(if_none_match: str, answer: Answer) -> bool:
    """Say whether a program has the answer: it names its tag, weak (`W/"…"`) or not, or any (`*`)."""
    return answer.etag[2:] in if_none_match or if_none_match == "*"


@lru_cache(maxsize=HEADERS_KEPT_MAX)
def _reads_gzip(accept_encoding: str) -> bool:
    """Say whether gzip is named, and not by `q=0`, which refuses it."""
    for each in accept_encoding.lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0") not in {"q=", "q=0."}
    return False
