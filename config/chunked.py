"""Bodies that come in pieces without saying how long they are get a length: Django reads none of them.

Client programs send such bodies (`Transfer-Encoding: chunked`). Read is at most one byte more than may come
in, so that `config.body_limit` refuses what is too large in words.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

Environment = dict[str, Any]
Application = Callable[[Environment, Any], Iterable[bytes]]
PIECE_BYTES = 64 * 1024


def with_length(application: Application, *, bytes_max: int) -> Application:
    """Give every request of the application a body of known length."""

    def measured(environ: Environment, start_response: Any) -> Iterable[bytes]:
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            body = _read(environ["wsgi.input"], bytes_max + 1)
            environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), BytesIO(body)
        return application(environ, start_response)

    return measured


def _read(stream: Any, bytes_max: int) -> bytes:
    pieces, missing = [], bytes_max
    while missing and (piece := stream.read(min(missing, PIECE_BYTES))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
