import logging

import pytest
from django.db import DatabaseError

from tests.config.conftest import PERSONAL
from tests.config.crash_urls import BREAKING
from tests.world import TUESDAY, at, book, make_world

pytestmark = pytest.mark.django_db


def assert_names_nobody(text):
    for value in PERSONAL.values():
        assert value not in text
        assert value.replace(" ", "%20") not in text


def _line(log, event="request"):
    (line,) = (line for line in log.lines() if line["event"] == event)
    return line


def test_each_request_is_one_line_with_route_status_and_time(client, log):
    response = client.get("/en/accessibility/")
    line = _line(log)
    assert len(log.lines()) == 1
    assert (line["method"], line["route"], line["status"]) == ("GET", "public:accessibility", 200)
    assert line["milliseconds"] > 0
    assert line["request_id"] == response["X-Request-ID"]


def test_what_every_screen_asks_again_and_again_is_told_when_it_fails_only(client, log):
    client.get("/live/en/appointment/0/")
    assert [(line["route"], line["status"]) for line in log.lines()] == [("live:place", 404)]
    booked = book(make_world(1), at(TUESDAY, 9))
    client.get(f"/live/en/appointment/{booked.key}/")
    assert len(log.lines()) == 1


@pytest.mark.parametrize(
    "address", ["/en/no-such-page/{key}/", "/en/check/{key}/{name}/", "/{email}", "/staff/{key}"]
)
def test_an_address_does_not_reach_the_log(client, log, address):
    client.get(address.format(**PERSONAL), {"v": PERSONAL["v_number"]})
    assert _line(log)["status"] in {301, 302, 404}
    assert_names_nobody(log.getvalue())


def test_what_people_send_does_not_reach_the_log(client, log):
    headers = {"User-Agent": PERSONAL["name"], "Referer": f"https://example.org/{PERSONAL['key']}"}
    client.post("/staff/login/", {"username": PERSONAL["name"], "password": PERSONAL["key"]}, headers=headers)
    client.generic(PERSONAL["name"].upper().replace(" ", ""), "/en/")
    client.get("/en/", headers={"Host": PERSONAL["name"].replace(" ", "_")})
    client.get("/en/privacy/", headers={"X-Request-ID": PERSONAL["key"]})
    client.cookies["sessionid"] = PERSONAL["key"]
    client.get("/staff/")
    assert "OTHER" in {line.get("method") for line in log.lines()}
    assert_names_nobody(log.getvalue())
    assert PERSONAL["name"].upper().replace(" ", "") not in log.getvalue()


@pytest.mark.parametrize("kind", [kind for kind in BREAKING if kind != "refuse"])
def test_a_crash_tells_where_and_names_nobody(crashing_site, log, kind):
    response = crashing_site.post(f"/{kind}/{PERSONAL['key']}/", PERSONAL)
    crash = _line(log, "crash")
    assert response.status_code == 500
    assert "crash_urls.py:" in str(crash["exception"])
    assert_names_nobody(log.getvalue())


def test_a_unique_violation_is_told_by_the_names_of_constraint_and_table(crashing_site, log):
    crashing_site.post(f"/unique/{PERSONAL['key']}/", PERSONAL)
    outer, cause = _line(log, "crash")["exception"]
    assert outer["type"] == "django.db.utils.IntegrityError"
    assert cause["type"] == "psycopg.errors.UniqueViolation"
    assert (cause["sqlstate"], cause["table_name"]) == ("23505", "auth_user")
    assert cause["constraint_name"] == "auth_user_username_key"


def test_the_control_without_our_formatter_the_same_crash_does_name_somebody(crashing_site, caplog):
    crashing_site.post(f"/unique/{PERSONAL['key']}/", PERSONAL)
    assert PERSONAL["name"] in caplog.text


def test_the_page_of_a_crash_shows_the_reference_that_is_in_the_log(crashing_site, log):
    response = crashing_site.post(f"/value/{PERSONAL['key']}/", PERSONAL)
    reference = _line(log, "crash")["request_id"]
    assert reference in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_refusal_by_permission_is_a_page_and_names_nobody(crashing_site, log):
    response = crashing_site.post(f"/refuse/{PERSONAL['key']}/", PERSONAL)
    assert response.status_code == 403
    assert_names_nobody(log.getvalue())


@pytest.mark.parametrize("logger", ["django.security.DisallowedHost", "some.library", "py.warnings"])
def test_another_librarys_values_are_left_out(log, logger):
    logging.getLogger(logger).error("refused for %s", PERSONAL["name"], extra={"who": PERSONAL["name"]})
    assert log.getvalue()
    assert_names_nobody(log.getvalue())


def test_our_own_exceptions_are_told_without_their_message(log):
    try:
        raise DatabaseError(PERSONAL["name"])
    except DatabaseError:
        logging.getLogger("servicepoint.test").exception("failed")
    assert _line(log, "failed")["exception"][0]["type"] == "django.db.utils.DatabaseError"
    assert_names_nobody(log.getvalue())
