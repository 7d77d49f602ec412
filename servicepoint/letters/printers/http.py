"""A print service that speaks HTTP, as `docs/printing.md` describes it. Standard library only.

A redirect is refused: letters go where the settings say, and nowhere else.
"""

import hashlib
import http.client
import json
from dataclasses import dataclass

from servicepoint.kit.asking import NoAnswer, Question, ask
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
        headers = {"Content-Type": kind, "Content-Length": str(len(body))} if kind else {}
        question = Question(method, path, body or None, headers)
        try:
            status, text = ask(
                self.url,
                question,
                token=self.token,
                timeout_seconds=TIMEOUT_SECONDS,
                bytes_max=ANSWER_BYTES_MAX,
            )
        except NoAnswer as none:
            return Answer("failed", none.code)
        return _answer(status, text, batch, is_file=kind == PDF)


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
