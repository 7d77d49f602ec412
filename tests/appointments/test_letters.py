"""The code of a letter at the doors: only wrong tries count; many lock it and raise the alarm."""

from datetime import date, timedelta

import pytest
import structlog

from servicepoint.appointments.errors import LetterLocked, LetterUnknown
from servicepoint.appointments.letters import AskedTooOften, Asker, opened
from servicepoint.audit.queries import entries_for
from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.queries.letters import attacked_letters
from servicepoint.kit.actor import RESIDENT, Actor
from servicepoint.limits.rules import LIMITS
from tests.documents.shelf import BORN, KEEPER, in_safe, invited
from tests.world import NOW, World

WRONG = date(1971, 1, 1)
TRIES = LIMITS["letter.code"].times
AGENT = Asker("staff:testagent", Actor("staff", "testagent"))


def thief(number: int = 0) -> Asker:
    """Return somebody at an address of their own."""
    return Asker(f"192.0.2.{number}", RESIDENT)


@pytest.fixture
def letter_id(world: World) -> int:
    return invited(world, in_safe(world))


@pytest.fixture
def code(letter_id: int) -> str:
    return queries.printed_code(letter_id)


def attack(code: str, tries: int = TRIES) -> None:
    """Try a code with wrong dates, each from another address."""
    for number in range(tries):
        with pytest.raises(LetterUnknown):
            opened(code, WRONG + timedelta(days=number), asker=thief(number), now=NOW)


def test_the_owner_opens_it_as_often_as_they_like(code: str, letter_id: int) -> None:
    for _ in range(TRIES * 4):
        assert opened(code, BORN, asker=thief(), now=NOW).id == letter_id


def test_a_stolen_letter_without_the_birth_date_gets_nowhere(code: str, letter_id: int) -> None:
    with structlog.testing.capture_logs() as logs:
        attack(code)
    with pytest.raises(LetterLocked):
        opened(code, BORN, asker=thief(200), now=NOW)
    with pytest.raises(LetterLocked):
        opened(code, BORN, asker=thief(201), now=NOW + timedelta(hours=23))
    assert opened(code, BORN, asker=thief(201), now=NOW + timedelta(hours=25)).id == letter_id
    assert [each["event"] for each in logs] == ["letter_code_attacked"]
    assert code not in str(logs)


def test_the_alarm_is_raised_once_and_ends_with_a_new_code(code: str, letter_id: int) -> None:
    attack(code, TRIES - 1)
    assert attacked_letters() == []
    with pytest.raises(LetterUnknown):
        opened(code, date(1999, 1, 1), asker=thief(99), now=NOW)
    for number in range(5):
        with pytest.raises(LetterLocked):
            opened(code, WRONG, asker=thief(number), now=NOW)
    assert [each.invitation_id for each in attacked_letters()] == [letter_id]
    acts = [each.act for each in entries_for(f"invitation:{letter_id}")]
    assert acts.count("documents.code_attacked") == 1
    documents.replace_code(letter_id, reason="attacked", now=NOW, actor=KEEPER)
    assert attacked_letters() == []
    assert opened(queries.printed_code(letter_id), BORN, asker=thief(), now=NOW).id == letter_id


def test_a_code_that_no_letter_has_is_locked_alike_and_alarms_nobody(world: World) -> None:
    attack("ACDEFGHJ")
    with pytest.raises(LetterLocked):
        opened("ACDEFGHJ", WRONG, asker=thief(250), now=NOW)
    assert attacked_letters() == []


def test_an_employee_helps_the_owner_of_a_locked_code(code: str, letter_id: int) -> None:
    attack(code)
    assert opened(code, BORN, asker=AGENT, now=NOW).id == letter_id


def test_one_address_cannot_look_for_codes_and_others_are_served(code: str, letter_id: int) -> None:
    limit = LIMITS["letter.address"].times
    for number in range(limit):
        with pytest.raises(LetterUnknown):
            opened(f"ACDEFGH{'ACDEFGHJKM'[number % 10]}{number}", WRONG, asker=thief(), now=NOW)
    with pytest.raises(AskedTooOften) as often:
        opened(code, BORN, asker=thief(), now=NOW)
    assert often.value.decision.retry_after_seconds > 0
    assert opened(code, BORN, asker=thief(1), now=NOW).id == letter_id
