import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from servicepoint.kit import clock
from servicepoint.limits import http, rules
from servicepoint.limits.tasks import forget_spent_limits
from tests.limits.conftest import NOON

pytestmark = pytest.mark.django_db
LIMIT = "resend.appointment"


@http.limited(LIMIT)
def view(request, word):
    return HttpResponse(word)


def _call(method="POST", address="192.0.2.1", **headers):
    return view(RequestFactory().generic(method, "/", REMOTE_ADDR=address, headers=headers), "done")


def _call_until_full(**call):
    return [_call(**call).status_code for _ in range(rules.LIMITS[LIMIT].times)]


def test_the_view_answers_until_the_limit_and_the_refusal_says_when_to_come_back(settings):
    with clock.frozen(NOON):
        assert set(_call_until_full()) == {200}
        refusal = _call()
    assert refusal.status_code == 429
    assert int(refusal["Retry-After"]) == rules.LIMITS[LIMIT].per_seconds // rules.LIMITS[LIMIT].times
    assert refusal["Cache-Control"] == "no-store"


def test_reading_is_neither_counted_nor_refused():
    with clock.frozen(NOON):
        _call_until_full(method="GET")
        assert _call().status_code == 200
        _call_until_full()
        assert _call(method="GET").status_code == 200


def test_another_address_is_not_refused():
    with clock.frozen(NOON):
        _call_until_full()
        assert (_call().status_code, _call(address="192.0.2.2").status_code) == (429, 200)


def test_a_client_cannot_escape_by_naming_other_addresses_itself():
    with clock.frozen(NOON):
        _call_until_full()
        assert _call(**{"x-forwarded-for": "198.51.100.1"}).status_code == 429


def test_behind_a_trusted_proxy_each_client_counts_for_itself(settings):
    settings.PROXIES_TRUSTED = 1
    with clock.frozen(NOON):
        _call_until_full(**{"x-forwarded-for": "198.51.100.1"})
        assert _call(**{"x-forwarded-for": "198.51.100.1"}).status_code == 429
        assert _call(**{"x-forwarded-for": "198.51.100.2"}).status_code == 200


def test_a_name_that_is_no_limit_stops_the_start():
    with pytest.raises(KeyError):
        http.limited("no.such.limit")


def test_the_hourly_task_forgets_what_has_come_back():
    http.spend_named(LIMIT, "x", now=NOON)
    with clock.frozen(NOON.replace(hour=23)):
        assert forget_spent_limits(0) == 1
