"""A back office that opens envelopes and keeps none: `python -m simulators.receiver --folder data/receiver`.

It speaks `docs/handover.md`. Its key and certificate are made once, in its own folder; `--set-up` makes them,
prints where the certificate is, and ends. What it was sent is opened, checked and forgotten: hashes and
counts stay in memory. `POST /control {"behaviour": "slow"}` makes it behave badly: `fail`, `refuse`, `later`
(202, and a receipt when asked again), `forget` (a receipt for other bytes).
"""

import argparse
import hashlib
import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
)
from cryptography.x509.oid import NameOID

from simulators.answering import Answering

PORT = 8766
BEHAVIOURS = ("good", "fail", "refuse", "slow", "later", "forget")
SLOW_SECONDS = 3.0
KEY_BITS = 3072
YEARS = 2


@dataclass
class Opened:
    """What is remembered of an envelope: hashes, and what the line inside says."""

    sha256: str
    inside: dict[str, Any]
    size: int
    at: str


@dataclass
class Office:
    """The keys, and the memory of what came."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    behaviour: str = "good"
    opened: dict[str, Opened] = field(default_factory=dict)
    refused: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, name: str, envelope: bytes) -> Opened | None:
        """Open an envelope and check that it is whole and the one it says; None when it is not."""
        try:
            content = pkcs7.pkcs7_decrypt_der(envelope, self.certificate, self.key, [])
            line, _mark, picture = content.partition(b"\n")
            inside = json.loads(line)
        except ValueError:  # one answer for all of them: no stranger learns which step failed
            return None
        whole = isinstance(inside, dict) and inside.get("sha256") == hashlib.sha256(picture).hexdigest()
        if not whole or inside.get("capture") != name:
            return None
        at = datetime.now(UTC).isoformat()  # noqa: TID251 - a program of its own
        return Opened(hashlib.sha256(envelope).hexdigest(), inside, len(picture), at)


class Desk(Answering):
    """The protocol, and what the simulator tells of itself."""

    office: Office
    token: str

    def do_PUT(self) -> None:
        """Take an envelope; the same one a second time gets the same receipt."""
        name, envelope = self._name(), self.body()
        behaviour = self.office.behaviour
        if behaviour == "slow":
            time.sleep(SLOW_SECONDS)
        if name is None:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "name"})
        elif not self._is_known():
            self.answer(HTTPStatus.UNAUTHORIZED, {"error": "token"})
        elif behaviour == "fail":
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "busy"})
        elif behaviour == "refuse":
            self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "envelope"})
        else:
            self._take(name, envelope, later=behaviour == "later")

    def do_GET(self) -> None:
        """Give a receipt again; the certificate; and what came, as hashes."""
        name = self._name()
        if self.path == "/certificate":
            pem = self.office.certificate.public_bytes(Encoding.PEM)
            self.send(HTTPStatus.OK, pem, "application/x-pem-file")
        elif self.path == "/received":
            self.answer(HTTPStatus.OK, self._told())
        elif name is None or name not in self.office.opened:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "unknown"})
        else:
            self.answer(HTTPStatus.OK, self._receipt(name))

    def do_POST(self) -> None:
        """Choose how the simulator behaves."""
        behaviour = self.json_body().get("behaviour")
        if self.path != "/control" or behaviour not in BEHAVIOURS or self.headers.get("Origin"):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "behaviour", "known": BEHAVIOURS})
            return
        self.office.behaviour = str(behaviour)
        self.answer(HTTPStatus.OK, {"behaviour": behaviour})

    def _take(self, name: str, envelope: bytes, *, later: bool) -> None:
        opened = self.office.open(name, envelope)
        if opened is None:
            self.office.refused += 1
            self.answer(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "envelope"})
            return
        with self.office.lock:
            known = self.office.opened.setdefault(name, opened)
        if known.sha256 != opened.sha256:
            self.answer(HTTPStatus.CONFLICT, {"error": "other_envelope"})
        elif later:
            self.answer(HTTPStatus.ACCEPTED, {"capture": name})
        else:
            self.answer(HTTPStatus.CREATED, self._receipt(name))

    def _receipt(self, name: str) -> dict[str, Any]:
        opened = self.office.opened[name]
        sha256 = "0" * 64 if self.office.behaviour == "forget" else opened.sha256
        return {"capture": name, "sha256": sha256, "received_at": opened.at}

    def _told(self) -> dict[str, Any]:
        opened = [
            {"capture": name, "sha256": each.sha256, "size": each.size, "inside": each.inside}
            for name, each in self.office.opened.items()
        ]
        return {"simulated": True, "count": len(opened), "refused": self.office.refused, "opened": opened}

    def _name(self) -> str | None:
        """Return the capture's name in the address, which is a UUID."""
        try:
            return str(UUID(self.path.removeprefix("/envelopes/")))
        except ValueError:
            return None

    def _is_known(self) -> bool:
        return not self.token or self.headers.get("Authorization") == f"Bearer {self.token}"


def set_up(folder: Path) -> Office:
    """Return the office with its key and certificate, made the first time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_path, certificate_path = folder / "key.pem", folder / "certificate.pem"
    if not certificate_path.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        with os.fdopen(os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        certificate_path.write_bytes(_certificate(key).public_bytes(Encoding.PEM))
    loaded = load_pem_private_key(key_path.read_bytes(), None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    return Office(x509.load_pem_x509_certificate(certificate_path.read_bytes()), loaded)


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulated receiver")])
    now = datetime.now(UTC)  # noqa: TID251 - a program of its own
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .sign(key, hashes.SHA256())
    )


def main() -> None:
    """Make the key when there is none, and listen on this machine until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--folder", type=Path, default=Path("data/receiver"))
    parser.add_argument("--token", default="", help="what the sender has to show")
    parser.add_argument(
        "--set-up", action="store_true", help="make the certificate, say where it is, and end"
    )
    chosen = parser.parse_args()
    office = set_up(chosen.folder)
    if chosen.set_up:
        print(chosen.folder.resolve() / "certificate.pem")
        sys.exit()
    desk = type("ThisDesk", (Desk,), {"office": office, "token": chosen.token})
    with ThreadingHTTPServer(("127.0.0.1", chosen.port), desk) as server:
        print(f"Simulated receiver on http://127.0.0.1:{server.server_port}/envelopes", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
