from io import BytesIO

import pytest

from config.chunked import with_length


def _called(body: bytes, **environ: str) -> tuple[str, bytes]:
    """Return the length and the body that an application behind it would see."""
    seen = {}

    def application(environment, _start_response):
        seen.update(environment)
        return []

    with_length(application, bytes_max=100)({"wsgi.input": BytesIO(body), **environ}, None)
    return seen.get("CONTENT_LENGTH", ""), seen["wsgi.input"].read()


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * 100])
def test_a_body_in_pieces_gets_its_length(body):
    assert _called(body, HTTP_TRANSFER_ENCODING="chunked") == (str(len(body)), body)


def test_of_a_body_that_is_too_large_just_enough_is_read_to_refuse_it():
    assert _called(b"x" * 5_000, HTTP_TRANSFER_ENCODING="chunked")[0] == "101"


def test_a_body_with_a_length_is_left_alone():
    assert _called(b"{}", CONTENT_LENGTH="2") == ("2", b"{}")
