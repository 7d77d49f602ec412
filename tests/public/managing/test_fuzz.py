"""Whatever is sent to the managing pages, a page that helps comes back and the appointment is whole."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.public.managing.conftest import NINE, now_of, page_of
from tests.world import THURSDAY, at

ALLOWED = {200, 303, 404, 405, 409, 422}
FUZZ = hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXT = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["", "\x00", "0", "-1", "9" * 400, "2026-11-24T08:00Z", "0001-01-01T00:00Z", "9999-12-31T23:55Z",
         "DOC", "’ OR 1=1", "<script>", "\u202e\u0000", "a@b.nl", "a" * 400 + "@example.org", "+31612345678",
         "1990", "00000000-0000-4000-8000-000000000000", "nl", "en", "١٩٩٠", "3", "True"],
    ),
)  # fmt: skip
FIELDS = st.dictionaries(
    st.sampled_from(
        ["code", "birth_date_day", "birth_date_month", "birth_date_year", "starts_at", "to", "part", "day",
         "week", "first_name", "last_name", "v_number", "bsn", "situation", "service", "sent_as", "newcomer",
         "asked", "email", "phone", "language", "receipt", "nonce"],
    ),
    st.one_of(TEXT, st.lists(TEXT, max_size=3)),
    max_size=10,
)  # fmt: skip
PAGES = st.sampled_from(["", "move", "move_confirm", "add", "contact", "letter", "calendar"])


@pytest.fixture(autouse=True)
def every_try_counts(settings):
    """Nothing is kept away by a limit, and ALLOWED has no 429: each example reaches the page."""
    settings.RATE_LIMITS = False


@FUZZ
@given(fields=FIELDS)
def test_finding_an_appointment(client, owners, fields):
    assert client.post("/en/manage/", fields).status_code in ALLOWED
    assert client.get("/en/manage/", fields).status_code == 200


@FUZZ
@given(page=PAGES, fields=FIELDS)
def test_reading_any_page_with_any_parameter_changes_nothing(client, owners, page, fields):
    assert client.get(page_of(owners, page), fields).status_code in ALLOWED
    assert (now_of(owners).starts_at, len(now_of(owners).people)) == (NINE, 2)


@FUZZ
@given(page=PAGES, fields=FIELDS)
def test_sending_anything_to_any_page_leaves_a_whole_appointment(client, owners, page, fields):
    assert client.post(page_of(now_of(owners), page), fields).status_code in ALLOWED
    view = now_of(owners)
    assert view.status == "booked"
    assert 1 <= len(view.people) <= 6
    assert view.ends_at - view.starts_at >= timedelta(minutes=10)
    assert view.email


@FUZZ
@given(fields=FIELDS)
def test_adding_anybody_for_a_service(client, owners, fields):
    fields.pop("service", None)
    assert client.post(f"{page_of(owners, 'add')}?service=DOC", fields).status_code in ALLOWED


@FUZZ
@given(starts_at=st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%MZ").rjust(17, "0")))
def test_moving_to_any_moment_there_ever_was(client, owners, starts_at):
    before = now_of(owners).starts_at
    assert client.get(page_of(owners, "move_confirm"), {"to": starts_at}).status_code in ALLOWED
    assert client.post(page_of(owners, "move_confirm"), {"to": starts_at}).status_code in ALLOWED
    assert now_of(owners).starts_at in {before, at(THURSDAY, 10)}


@FUZZ
@given(key=st.text(alphabet=st.characters(blacklist_characters="/", blacklist_categories=["Cs"]), min_size=1))
def test_any_key_but_the_right_one_is_unknown(client, owners, key):
    answer = client.get(reverse("public:appointment", args=[key]))
    assert answer.status_code == 404
