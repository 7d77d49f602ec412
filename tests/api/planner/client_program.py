"""A program as people write them for the planner: standard library, and only our address is known."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

PREFIX = ")]}',\n"
SECONDS_MAX = 30


class Refused(Exception):
    """The planner said no."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass(frozen=True)
class PlannerClient:
    """Talks to `{base}/oap/api`."""

    base: str

    def desks(self, product: str) -> list[dict[str, Any]]:
        """Return the desks that offer a product."""
        return self._call("GET", f"desks/?{urlencode({'productKey': product})}")

    def slots(self, desk: str, product: str, persons: int) -> list[dict[str, Any]]:
        """Return the free slots of a desk."""
        query = urlencode({"productKey": product, "persons": persons})
        return self._call("GET", f"desks/{desk}/slots/?{query}")

    def hold(self, desk: str, product: str, slot: dict[str, Any]) -> dict[str, Any]:
        """Block a slot while its visitor types."""
        return self._call("POST", f"desks/{product}/{desk}/slots/{slot['key']}", slot)

    def book(self, desk: str, slot: dict[str, Any], appointment: dict[str, Any]) -> dict[str, Any]:
        """Make the appointment in the slot."""
        times = {name: slot[name] for name in ("date", "startTime", "endTime")}
        body = {"bookableSlot": {**slot, "booked": False}, "appointment": {**appointment, **times}}
        return self._call("POST", f"desks/{desk}/appointments/", body)

    def cancel_link(self, appointment: dict[str, Any], language: str) -> str:
        """Return the address at which a person cancels."""
        return f"{self.base}/oap/{language}/#/cancel/{appointment['key']}"

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.base}/oap/api/{path}", data, method=method)
        request.add_header("oap-locale", "en")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=SECONDS_MAX) as answer:
                return self._read(answer.read().decode())["data"]
        except HTTPError as error:
            raise Refused(error.code, self._read(error.read().decode())["errorCode"]) from error

    def _read(self, text: str) -> dict[str, Any]:
        assert re.match(re.escape(PREFIX) + r"\{\"status\":", text)
        found: dict[str, Any] = json.loads(text.removeprefix(PREFIX))
        return found
