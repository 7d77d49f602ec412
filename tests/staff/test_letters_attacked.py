"""The first page of staff warns who can give a letter another code; others are not told."""

import pytest

from servicepoint.appointments.errors import LetterUnknown
from servicepoint.appointments.letters import Asker, opened
from servicepoint.audit.models import Entry
from servicepoint.documents import queries
from servicepoint.kit.actor import RESIDENT
from servicepoint.limits.rules import LIMITS
from tests.documents.shelf import BORN, in_safe, invited
from tests.world import NOW, make_world

WARNING = "Somebody tried the code of a letter"


@pytest.fixture
def letter_id(db):
    world = make_world()
    return invited(world, in_safe(world))


def attack(letter_id):
    for number in range(LIMITS["letter.code"].times):
        with pytest.raises(LetterUnknown):
            opened(
                queries.printed_code(letter_id),
                BORN.replace(year=1950 + number),
                asker=Asker("192.0.2.1", RESIDENT),
                now=NOW,
            )


@pytest.mark.parametrize(("role", "is_told"), [("lead", True), ("assistant", False), ("auditor", False)])
def test_who_can_replace_codes_is_warned(logged_in, letter_id, role, is_told):
    browser = logged_in(role)
    browser.cookies["django_language"] = "en"
    assert WARNING not in browser.get("/staff/").content.decode()
    attack(letter_id)
    page = browser.get("/staff/").content.decode()
    assert (WARNING in page) is is_told
    assert (f"Letter {letter_id}" in page) is is_told


def test_an_employee_opens_a_letter_for_a_caller_under_their_own_name(logged_in, letter_id):
    agent = logged_in("telephone-agent")
    agent.post("/staff/telephone/book/")
    attack(letter_id)
    typed = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}
    answer = agent.post("/en/letter/", {"code": queries.printed_code(letter_id), **typed})
    assert answer.status_code == 303
    assert agent.get(answer["Location"]).status_code == 200
    seen = Entry.objects.get(act="personal_data.viewed", subject=f"invitation:{letter_id}")
    assert seen.actor_name == "telephone-agent.voorbeeld"
    agent.post("/staff/telephone/end/")
    assert agent.get(answer["Location"]).status_code == 404
