"""The receiver of envelopes, as `docs/handover.md` describes it: one request, one answer, no surprises.

Standard library only. A redirect is refused: an envelope goes where the settings say, and nowhere else.
"""

import http.client
import json
from dataclasses import dataclass
from typing import Any, Literal

from servicepoint.kit.asking import NoAnswer, Question, ask

TIMEOUT_SECONDS = 20
ANSWER_BYTES_MAX = 16_384
CONTENT_TYPE = "application/pkcs7-mime; smime-type=enveloped-data"

Outcome = Literal["acknowledged", "taken", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where to: the address of the collection, and the token that says who we are."""

    url: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. `code` says why in one word; it never holds what the other side wrote."""

    outcome: Outcome
    code: str = ""


def put_envelope(receiver: Receiver, capture_id: str, envelope: bytes, sha256: str) -> Answer:
    """Hand over one envelope under its own name; repeating is harmless.

    `acknowledged` only when the receipt names this capture and the hash of these very bytes.
    """
    headers = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(envelope))}
    return _ask(receiver, "PUT", capture_id, sha256=sha256, body=envelope, headers=headers)


def get_receipt(receiver: Receiver, capture_id: str, sha256: str) -> Answer:
    """Ask what became of an envelope that was taken but not confirmed."""
    return _ask(receiver, "GET", capture_id, sha256=sha256, body=None, headers={})


def _ask(
    receiver: Receiver,
    method: str,
    capture_id: str,
    *,
    sha256: str,
    body: bytes | None,
    headers: dict[str, str],
) -> Answer:
    question = Question(method, capture_id, body, headers)
    try:
        status, text = ask(
            receiver.url,
            question,
            token=receiver.token,
            timeout_seconds=TIMEOUT_SECONDS,
            bytes_max=ANSWER_BYTES_MAX,
        )
    except NoAnswer as none:
        return Answer("failed", none.code)
    return _answer(status, text, capture_id, sha256)


def _answer(status: int, text: bytes, capture_id: str, sha256: str) -> Answer:
    if status == http.client.ACCEPTED:
        return Answer("taken")
    if status in (http.client.OK, http.client.CREATED):
        return _receipt(text, capture_id, sha256)
    if status in (http.client.BAD_REQUEST, http.client.UNPROCESSABLE_ENTITY, http.client.CONFLICT):
        return Answer("refused", f"status_{status}")
    return Answer("failed", f"status_{status}")


def _receipt(text: bytes, capture_id: str, sha256: str) -> Answer:
    """Believe a receipt only when it is about this capture and these bytes."""
    try:
        receipt: Any = json.loads(text)
    except ValueError:
        return Answer("failed", "receipt_unreadable")
    if not isinstance(receipt, dict):
        return Answer("failed", "receipt_unreadable")
    if receipt.get("capture") != capture_id or receipt.get("sha256") != sha256:
        return Answer("failed", "receipt_wrong")
    return Answer("acknowledged")
