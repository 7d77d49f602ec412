"""What both simulators need of an HTTP server: JSON in, JSON out, bounded bodies, no log of what comes by."""

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

BODY_BYTES_MAX = 8 * 1024 * 1024


class Answering(BaseHTTPRequestHandler):
    """Answers with JSON, text or bytes, always with a length."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: what comes by is what nobody may keep."""

    def headers_for_all(self) -> dict[str, str]:
        """Return what each answer carries."""
        return {"Cache-Control": "no-store"}

    def answer(self, status: HTTPStatus, content: Any = None) -> None:
        """Send JSON; None sends no body."""
        body = b"" if content is None else json.dumps(content).encode()
        self.send(status, body, "application/json")

    def send(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        """Send bytes."""
        self.send_response(status)
        for name, value in self.headers_for_all().items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        """Return what was sent; no more than eight megabytes of it."""
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(min(length, BODY_BYTES_MAX))

    def json_body(self) -> dict[str, Any]:
        """Return what was sent as JSON; an empty answer for anything that is no object."""
        try:
            content = json.loads(self.body() or b"{}")
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}
