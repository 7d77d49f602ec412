"""A print service that speaks HTTP, as `docs/printing.md` describes it. Standard library only.

A redirect is refused: letters go where the settings say, and nowhere else.
"""

import hashlib
import http.client
import json
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from servicepoint.letters.printers.answer import Answer, answer_from

TIMEOUT_SECONDS = 30
ANSWER_BYTES_MAX = 1_000_000
PDF, JSON = "application/pdf", "application/json"
_REFUSALS = (http.client.BAD_REQUEST, http.client.CONFLICT, http.client.UNPROCESSABLE_ENTITY)


@dataclass(frozen=True, slots=True)
class HttpPrinter:
    """Where to: the address of the collection, and the token that says who we are."""

    url: str
    token: str = ""

    def receipt(self, batch: str) -> Answer:
        """Ask what the service has of a batch."""
        return self._ask("GET", batch, batch)

    def begin(self, batch: str) -> Answer:  # noqa: ARG002 - the service keeps what the manifest names
        """Nothing to do."""
        return Answer("taken")

    def put_file(self, batch: str, name: str, pdf: bytes) -> Answer:
        """Send one file."""
        return self._ask("PUT", batch, f"{batch}/{name}", body=pdf, kind=PDF)

    def put_manifest(self, batch: str, manifest: bytes) -> Answer:
        """Send the manifest; taken only when the receipt names this batch and these very bytes."""
        answer = self._ask("PUT", batch, batch, body=manifest, kind=JSON)
        if answer.outcome == "taken" and answer.sha256 != hashlib.sha256(manifest).hexdigest():
            return Answer("failed", "receipt_wrong")
        return answer

    def _ask(self, method: str, batch: str, path: str, *, body: bytes = b"", kind: str = "") -> Answer:
        address = urlsplit(self.url)
        headers = {"Accept": JSON}
        if kind:
            headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection = _connection(address.scheme, address.netloc)
        try:
            connection.request(method, f"{address.path.rstrip('/')}/{path}", body or None, headers)
            response = connection.getresponse()
            text = response.read(ANSWER_BYTES_MAX)
            return _answer(response.status, text, batch, is_file=kind == PDF)
        except TimeoutError:
            return Answer("failed", "timeout")
        except ssl.SSLError:
            return Answer("failed", "tls")
        except (OSError, http.client.HTTPException):
            return Answer("failed", "unreachable")
        finally:
            connection.close()


def _connection(scheme: str, place: str) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(place, timeout=TIMEOUT_SECONDS, context=context)
    return http.client.HTTPConnection(place, timeout=TIMEOUT_SECONDS)


def _answer(status: int, text: bytes, batch: str, *, is_file: bool) -> Answer:
    if status == http.client.NOT_FOUND:
        return Answer("unknown", "status_404")
    if status in _REFUSALS:
        return Answer("refused", f"status_{status}")
    if not 200 <= status < 300:
        return Answer("failed", f"status_{status}")
    if is_file:
        return Answer("taken")
    try:
        return answer_from(batch, json.loads(text))
    except ValueError:
        return Answer("failed", "receipt_wrong")
