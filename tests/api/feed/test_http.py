"""The feed over HTTP: cheap, cacheable, open to every site, and the same for everyone."""

import gzip

import pytest

from servicepoint.limits.rules import LIMITS

FILES = {
    "/smart/$bulk-publish": 5,
    "/smart/locations.ndjson": 60,
    "/smart/schedules.ndjson": 60,
    "/smart/slots/proefstad/DOC.ndjson": 5,
}


@pytest.fixture(autouse=True)
def catalogue_remembered(settings):
    settings.CATALOGUE_SECONDS = 5


@pytest.mark.parametrize(("path", "seconds"), FILES.items())
def test_every_site_may_read_it_and_every_proxy_keep_it(world, client, path, seconds):
    answer = client.get(path)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == f"public, max-age={seconds}"
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies


@pytest.mark.parametrize("path", FILES)
def test_when_nothing_changed_there_is_no_statement_and_nothing_to_send(
    world, client, path, django_assert_num_queries
):
    first = client.get(path)
    with django_assert_num_queries(0):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("path", FILES)
def test_who_reads_gzip_gets_the_same_bytes_smaller(world, client, path):
    plain = client.get(path).content
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    if len(plain) < 1_000:
        assert small.content == plain
    else:
        assert gzip.decompress(small.content) == plain
        assert len(small.content) < len(plain) / 2


@pytest.mark.parametrize("path", FILES)
def test_head_tells_the_same_without_the_body(world, client, path):
    get, head = client.get(path), client.head(path)
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head[name] == get[name]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(world, client, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_may_ask_first_whether_it_may_send_the_tag(world, client):
    answer = client.options("/smart/$bulk-publish")
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Headers"] == "If-None-Match"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_who_asks_without_end_is_told_when_to_come_back_and_others_are_not(world, client, settings):
    settings.RATE_LIMITS, settings.PROXIES_TRUSTED = True, 1
    eager = {"X-Forwarded-For": "192.0.2.1"}
    answers = [
        client.get("/smart/locations.ndjson", headers=eager) for _ in range(LIMITS["look.address"].times + 1)
    ]
    assert (answers[-2].status_code, answers[-1].status_code) == (200, 429)
    assert int(answers[-1]["Retry-After"]) >= 1
    assert answers[-1]["Access-Control-Allow-Origin"] == "*"
    assert client.get("/smart/locations.ndjson", headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 200
