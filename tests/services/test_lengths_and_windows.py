"""How long a party takes, and from when to when it may book."""

from datetime import date, datetime, timedelta

import pytest

from servicepoint.kit.clock import DUTCH_TIME, dutch
from servicepoint.services.errors import LengthUnknown, PartySizeRefused, ServiceUnknown, WindowEmpty
from servicepoint.services.rules import booking_window, minutes_needed, services_of
from tests.services.conftest import make_catalogue, make_service

IN_2026, IN_2027 = date(2026, 12, 31), date(2027, 1, 1)
NOW = datetime(2027, 1, 12, 10, 0, tzinfo=DUTCH_TIME)

LENGTHS = [
    (["DOC"], IN_2026, 10),
    (["DOC"] * 2, IN_2026, 20),
    (["DOC"] * 6, IN_2026, 60),
    (["DOC"], IN_2027, 20),
    (["DOC"] * 3, IN_2027, 30),
    (["BIO"], IN_2026, 15),
    (["BIO"] * 3, IN_2026, 35),
    (["DOC", "BIO"], IN_2026, 25),
    (["DOC", "BIO", "BIO", "BIO"], IN_2026, 45),
    (["BIO", "DOC", "BIO", "BIO"], IN_2026, 45),
]


@pytest.mark.parametrize(("basket", "on", "minutes"), LENGTHS)
def test_the_first_person_and_each_further_one_count_per_service(catalogue, basket, on, minutes):
    assert minutes_needed(catalogue, basket, on) == minutes


@pytest.mark.parametrize("size", [0, 7, 100])
def test_a_party_of_none_or_more_than_six_is_refused(catalogue, size):
    with pytest.raises(PartySizeRefused):
        minutes_needed(catalogue, ["DOC"] * size, IN_2026)


@pytest.mark.parametrize("code", ["OLD", "XXX", "doc", ""])
def test_a_service_that_cannot_be_booked_is_refused(catalogue, code):
    with pytest.raises(ServiceUnknown):
        services_of(catalogue, ["DOC", code])


def test_a_day_before_the_first_length_is_refused(catalogue):
    with pytest.raises(LengthUnknown):
        minutes_needed(catalogue, ["NEW"], IN_2027)


def test_the_window_runs_from_the_lead_time_to_the_end_of_the_last_dutch_day(catalogue):
    window = booking_window(catalogue, ["DOC"], NOW)
    assert window.starts_at == NOW + timedelta(minutes=60)
    assert dutch(window.ends_at).isoformat() == "2027-02-12T00:00:00+01:00"


def test_the_longest_lead_and_the_shortest_horizon_of_a_mixed_party_count(catalogue):
    window = booking_window(catalogue, ["DOC", "BIO"], NOW)
    assert window.starts_at == NOW + timedelta(days=1)
    assert dutch(window.ends_at).isoformat() == "2027-01-23T00:00:00+01:00"


def test_the_window_ends_at_midnight_by_the_summer_clock():
    summer = make_catalogue(make_service("DOC", horizon_days=90))
    assert dutch(booking_window(summer, ["DOC"], NOW).ends_at).isoformat() == "2027-04-13T00:00:00+02:00"


def test_services_without_a_common_day_cannot_be_booked_together():
    far = make_catalogue(
        make_service("DOC", horizon_days=2), make_service("NAT", lead_minutes=5 * 24 * 60, horizon_days=30)
    )
    booking_window(far, ["DOC"], NOW)
    booking_window(far, ["NAT"], NOW)
    with pytest.raises(WindowEmpty):
        booking_window(far, ["DOC", "NAT"], NOW)
