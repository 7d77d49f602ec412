"""The feed as its clients read it: from the manifest to every file, on a Monday morning."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from servicepoint.kit import clock
from tests.world import NOW, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@dataclass(frozen=True)
class Advertised:
    """A slot as a client understands it."""

    service: str
    place: str
    starts_at: datetime
    ends_at: datetime
    link: str


class Reader:
    """A client that follows the manifest."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, url: str, **headers: str) -> Any:
        parts = urlsplit(url)
        return self.client.get(f"{parts.path}?{parts.query}", headers=headers)

    def manifest(self) -> dict[str, Any]:
        return dict(self.get("/smart/$bulk-publish").json())

    def read(self, kind: str) -> list[dict[str, Any]]:
        """Return every resource of a kind."""
        files = [each["url"] for each in self.manifest()["output"] if each["type"] == kind]
        return [json.loads(line) for url in files for line in self.get(url).content.splitlines()]

    def slots(self) -> list[Advertised]:
        """Return every slot of every file."""
        return [_advertised(values) for values in self.read("Slot")]

    def everything(self) -> bytes:
        """Return all files one after another, the manifest first."""
        files = [each["url"] for each in self.manifest()["output"]]
        return b"".join(self.get(url).content for url in ["/smart/$bulk-publish", *files])


@pytest.fixture
def reader() -> Reader:
    return Reader()


def _advertised(values: dict[str, Any]) -> Advertised:
    link = values["extension"][0]["valueUrl"]
    query = parse_qs(urlsplit(link).query)
    return Advertised(
        service=query["service"][0],
        place=query["location"][0],
        starts_at=datetime.fromisoformat(values["start"]),
        ends_at=datetime.fromisoformat(values["end"]),
        link=link,
    )
