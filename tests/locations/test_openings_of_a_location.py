"""Openings read from the database: few queries, fast, new versions on edits, and locks that keep order."""

import threading
import time as stopwatch
from datetime import date, time, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from servicepoint.kit.actor import SYSTEM
from servicepoint.kit.clock import dutch, moment_on
from servicepoint.locations import actions, models, queries
from servicepoint.locations.errors import LocationUnknown

TUESDAY = date(2027, 1, 12)
NOW = moment_on(date(2027, 1, 4), time(12))
BREAK = (("09:00", "12:30"), ("13:00", "16:30"))


def make_location(counters=1, slug="testdorp"):
    location = models.Location.objects.create(
        slug=slug,
        key=f"{abs(hash(slug)):032x}"[-32:],
        alias=slug[:8].upper(),
        name={"nl": "Testdorp", "en": "Testdorp"},
        street="Voorbeeldstraat 1",
        postcode="1234 AB",
        city="Testdorp",
        phone="000 000 00 00",
        email="testdorp@example.org",
    )
    for number in range(counters):
        counter = models.Counter.objects.create(location=location, name=f"Balie {number + 1}")
        for weekday in range(1, 6):
            for opens, closes in BREAK:
                models.WeeklyOpening.objects.create(
                    counter=counter,
                    weekday=weekday,
                    opens_at=time.fromisoformat(opens),
                    closes_at=time.fromisoformat(closes),
                    services=["DOC", "BIO"],
                    valid_from=date(2026, 1, 1),
                )
    return location


def hours_on(location, day):
    return [
        f"{dutch(each.starts_at):%H:%M}-{dutch(each.ends_at):%H:%M}"
        for each in queries.openings(location.pk, day, day)
    ]


@pytest.mark.django_db
def test_pattern_extra_openings_closures_and_holidays_come_together():
    location = make_location()
    counter = location.counters.get()
    models.DatedOpening.objects.create(
        counter=counter, on=TUESDAY, opens_at=time(17), closes_at=time(19), services=["BIO"]
    )
    models.Closure.objects.create(
        location=location,
        starts_on=TUESDAY,
        ends_on=TUESDAY,
        from_time=time(9),
        until_time=time(10),
        reason="Test",
    )
    models.Holiday.objects.create(on=TUESDAY + timedelta(days=1), name={"nl": "Testdag", "en": "Test day"})
    assert hours_on(location, TUESDAY) == ["10:00-12:30", "13:00-16:30", "17:00-19:00"]
    assert hours_on(location, TUESDAY + timedelta(days=1)) == []


@pytest.mark.django_db
def test_a_counter_out_of_use_and_another_location_give_nothing():
    location, other = make_location(), make_location(slug="elders")
    location.counters.update(active=False)
    assert hours_on(location, TUESDAY) == []
    assert hours_on(other, TUESDAY) == ["09:00-12:30", "13:00-16:30"]


@pytest.mark.django_db
def test_twelve_weeks_of_twenty_counters_take_three_queries_and_little_time(django_assert_num_queries):
    location = make_location(counters=20)
    queries.openings(location.pk, TUESDAY, TUESDAY)
    with django_assert_num_queries(3):
        started = stopwatch.perf_counter()
        found = queries.openings(location.pk, TUESDAY, TUESDAY + timedelta(days=83))
        took = stopwatch.perf_counter() - started
    assert len(found) == 60 * 20 * len(BREAK)
    assert took < 1.0  # about 0.03 s; the bound leaves room for a busy machine


@pytest.mark.django_db
def test_what_was_closed_can_be_reopened_and_each_edit_gives_a_new_version():
    location = make_location()
    versions = [actions.lock_for_booking(location.pk)]
    wish = actions.ClosureWish(starts_on=TUESDAY, ends_on=TUESDAY, reason="Test")
    closure = actions.close(location.pk, wish=wish, actor=SYSTEM, now=NOW)
    versions.append(actions.lock_for_booking(location.pk))
    assert hours_on(location, TUESDAY) == []
    actions.reopen(closure, actor=SYSTEM, now=NOW)
    versions.append(actions.lock_for_booking(location.pk))
    assert hours_on(location, TUESDAY) == ["09:00-12:30", "13:00-16:30"]
    assert versions == sorted(set(versions))


@pytest.mark.django_db
def test_a_day_can_be_opened_beside_the_pattern_at_every_counter_in_use():
    location = make_location()
    saturday = TUESDAY + timedelta(days=4)
    wish = actions.OpeningWish(saturday, time(10), time(12), ("DOC",))
    opened = actions.open_beside(location.pk, wish=wish, actor=SYSTEM, now=NOW)
    assert opened == location.counters.filter(active=True).count()
    assert set(hours_on(location, saturday)) == {"10:00-12:00"}
    with pytest.raises(LocationUnknown):
        actions.open_beside(0, wish=wish, actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_a_version_that_was_rolled_back_never_comes_again():
    location = make_location()

    def fail_after_edit():
        with actions.editing([location.pk]):
            raise ArithmeticError

    def edited():
        with actions.editing([location.pk]):
            return queries.location_of(location.pk)

    seen = []
    with pytest.raises(RuntimeError), transaction.atomic():
        with actions.editing([location.pk]):
            pass
        seen.append(actions.lock_for_booking(location.pk))
        raise RuntimeError
    with pytest.raises(ArithmeticError):
        fail_after_edit()
    edited()
    assert actions.lock_for_booking(location.pk) not in seen


@pytest.mark.django_db
def test_a_location_that_is_not_there_cannot_be_locked_or_closed():
    wish = actions.ClosureWish(starts_on=TUESDAY, ends_on=TUESDAY, reason="Test")
    with pytest.raises(LocationUnknown):
        actions.lock_for_booking(0)
    with pytest.raises(LocationUnknown):
        actions.close(0, wish=wish, actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_a_counter_of_another_location_cannot_be_closed_here():
    location, other = make_location(), make_location(slug="elders")
    wish = actions.ClosureWish(
        starts_on=TUESDAY, ends_on=TUESDAY, reason="Test", counter_id=other.counters.get().pk
    )
    with pytest.raises(LocationUnknown):
        actions.close(location.pk, wish=wish, actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_the_planner_finds_a_location_by_key_or_alias_in_any_case():
    location = make_location()
    assert queries.location_by_planner_key(location.key.upper()).id == location.pk
    assert queries.location_by_planner_key("testdorp").id == location.pk
    with pytest.raises(LocationUnknown):
        queries.location_by_planner_key("ZZ")


@pytest.mark.django_db
def test_a_service_is_offered_where_an_opening_for_it_is_still_to_come():
    location, over = make_location(), make_location(slug="voorbij")
    models.WeeklyOpening.objects.filter(counter__location=over).update(valid_until=date(2027, 1, 3))
    models.Counter.objects.create(location=make_location(counters=0, slug="dicht"), name="1")
    assert queries.locations_with_lately("DOC", NOW) == {location.pk}
    assert queries.locations_with_lately("TKV", NOW) == set()
    models.DatedOpening.objects.create(
        counter=over.counters.get(), on=TUESDAY, opens_at=time(9), closes_at=time(10), services=["TKV"]
    )
    queries.forget_locations()
    assert queries.locations_with_lately("TKV", NOW) == {over.pk}


@pytest.mark.django_db
def test_the_days_people_may_come_are_those_of_the_valid_pattern():
    location = make_location(counters=2)
    models.WeeklyOpening.objects.filter(weekday=5).update(valid_until=TUESDAY - timedelta(days=1))
    days = set(models.WeeklyOpening.objects.values_list("weekday", flat=True))
    assert queries.weekdays(location.pk, TUESDAY) == tuple(sorted(days - {5}))


def _in_other_connection(work):
    """Run `work` in a thread with a connection of its own; return what it raised, or None."""
    raised = []

    def run():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = 300")
                work()
        except OperationalError as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_bookings_do_not_wait_for_each_other_but_an_edit_waits_for_a_booking():
    location = make_location()
    edit = lambda: actions.lock_for_edit([location.pk])  # noqa: E731
    with transaction.atomic():
        actions.lock_for_booking(location.pk)
        assert _in_other_connection(lambda: actions.lock_for_booking(location.pk)) is None
        assert _in_other_connection(edit) is not None
    assert _in_other_connection(edit) is None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_booking_waits_for_an_edit():
    location = make_location()
    with actions.editing([location.pk]):
        assert _in_other_connection(lambda: actions.lock_for_booking(location.pk)) is not None
    assert _in_other_connection(lambda: actions.lock_for_booking(location.pk)) is None
