"""One answer, sent in the way that its asker can read, and not at all to who has it."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from servicepoint.api import ready

ANSWER = ready.answer_of(b"x" * 5_000)
TAG = ANSWER.etag.removeprefix("W/")


def sent(**headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    return ready.sent(request, ANSWER, content_type="text/plain", max_age=1)


def test_it_says_its_tag_and_how_long_it_may_be_kept():
    response = sent()
    assert (response.content, response["ETag"]) == (ANSWER.body, ANSWER.etag)
    assert (response["Cache-Control"], response["Vary"]) == ("public, max-age=1", "Accept-Encoding")


@pytest.mark.parametrize("accepts", ["gzip", "gzip, br", "br;q=1.0, GZIP;q=0.5", "gzip; q=1"])
def test_who_reads_gzip_gets_a_small_one(accepts):
    response = sent(**{"Accept-Encoding": accepts})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == ANSWER.body


@pytest.mark.parametrize("accepts", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0", "notgzip", "*;q=0"])
def test_who_does_not_gets_it_as_it_is(accepts):
    response = sent(**{"Accept-Encoding": accepts})
    assert "Content-Encoding" not in response
    assert response.content == ANSWER.body


@pytest.mark.parametrize("known", [f"W/{TAG}", TAG, "*", f'"other", W/{TAG}', f'W/"a",{TAG}, W/"b"'])
def test_who_has_it_is_told_so_and_sent_nothing(known):
    response = sent(**{"If-None-Match": known})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", ANSWER.etag)
    assert "Content-Type" not in response


@pytest.mark.parametrize("known", ['"other"', TAG.strip('"'), f'"x{TAG[1:]}', ""])
def test_who_has_another_one_gets_it(known):
    assert sent(**{"If-None-Match": known}).status_code == 200
