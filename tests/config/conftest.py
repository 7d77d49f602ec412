import io
import json
import logging

import pytest

PERSONAL = {
    "name": "Testa Voorbeeld",
    "v_number": "1234567890",
    "email": "testa@example.org",
    "key": "0123456789abcdef0123456789abcdef",
}


@pytest.fixture
def log():
    """What the site writes to its log, as text; `lines()` gives the JSON objects."""
    (out,) = (handler for handler in logging.getLogger().handlers if handler.name == "out")
    stream = io.StringIO()
    before = out.setStream(stream)
    stream.lines = lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    yield stream
    out.setStream(before)


@pytest.fixture
def crashing_site(settings, client):
    settings.ROOT_URLCONF = "tests.config.crash_urls"
    client.raise_request_exception = False
    return client
