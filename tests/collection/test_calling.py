"""Who is invited when documents came into the safe, and what their letters say."""

from collections.abc import Callable
from datetime import date, time, timedelta

from servicepoint.audit.models import Entry
from servicepoint.collection import actions
from servicepoint.collection.compose import compose, hours_in_words
from servicepoint.documents import actions as documents
from servicepoint.documents import queries
from servicepoint.documents.codes import in_groups
from servicepoint.documents.household import Address
from servicepoint.documents.models import Invitation, Invited
from servicepoint.letters.actions import Wanted
from servicepoint.letters.models import Letter
from servicepoint.letters.note import LetterNote
from servicepoint.letters.rules import reference_of
from servicepoint.notifications.models import Message
from servicepoint.notifications.notice import notice_from_json
from tests.documents.shelf import KEEPER, OFFICE, delivered, in_safe
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, person

ACT = {"now": NOW, "actor": KEEPER}
Call = Callable[..., int]


def composed(letter: Letter) -> LetterNote | None:
    """Return what a letter says now."""
    wanted = Wanted(letter.id, letter.topic, letter.kind, letter.language, reference_of(letter.id))
    return compose([wanted])[letter.id]


def test_the_owner_of_a_document_in_the_safe_is_invited_once(world: World, called_in: Call) -> None:
    assert called_in(1) == 1
    assert actions.call_in(world.location_id, **ACT) == 0
    assert (Invitation.objects.count(), Letter.objects.count()) == (1, 1)
    assert Entry.objects.filter(act="documents.invited").count() == 1


def test_what_is_announced_or_came_just_now_waits(world: World) -> None:
    delivered(world, 1)
    in_safe(world, 2, last_name="Muster")
    assert actions.call_in(world.location_id, **ACT) == 0
    later = NOW + timedelta(minutes=31)
    assert actions.call_in(world.location_id, now=later, actor=KEEPER) == 1


def test_a_family_has_one_letter_and_a_stranger_at_its_door_another(world: World, called_in: Call) -> None:
    assert called_in(1, 2, last_name="Voorbeeld") == 1
    assert called_in(3, last_name="Muster") == 1
    assert sorted(each.people.count() for each in Invitation.objects.all()) == [1, 2]


def test_blocked_elsewhere_and_with_the_courier_nobody_is_invited(world: World, called_in: Call) -> None:
    documents.block(in_safe(world, 1, now=NOW - timedelta(days=1)), reason="instruction", **ACT)
    documents.switch_to_courier(in_safe(world, 2, now=NOW - timedelta(days=1)), **ACT)
    assert called_in(3, elsewhere="DH") == 0


def test_the_letter_says_what_to_bring_by_situation_and_the_code_opens(world: World, called_in: Call) -> None:
    called_in(1)
    note = composed(Letter.objects.get())
    assert note is not None
    assert note.to == ("Testa Voorbeeld-1", "Voorbeeldstraat 1", "0000 XX  Proefstad")
    assert note.people[0].v_number == "0000000001"
    assert note.people[0].what["nl"].startswith("verblijfsdocument")
    assert note.until == date(2027, 2, 26)
    assert note.qr_text.endswith(f"/l/{note.code.replace('-', '')}")
    assert queries.opened_by(note.code, date(1990, 5, 17)).service == "DOC"


def test_a_childs_letter_goes_to_its_parents(called_in: Call) -> None:
    called_in(1, birth_date=date(2019, 3, 4))
    note = composed(Letter.objects.get())
    assert note is not None
    assert note.to[:2] == ("Aan de ouders of verzorgers van", "Testa Voorbeeld-1")


def test_a_letter_is_printed_with_the_address_and_code_of_that_moment(called_in: Call) -> None:
    called_in(1)
    letter = Letter.objects.get()
    before = composed(letter)
    again = actions.change_address(letter.id, Address("Nieuwstraat 2", "0000 YY", "Elders"), **ACT)
    documents.replace_code(Invitation.objects.get().id, reason="stolen", **ACT)
    after = composed(Letter.objects.get(id=again))
    assert before is not None and after is not None
    assert after.to[1:] == ("Nieuwstraat 2", "0000 YY  Elders")
    assert after.code != before.code


def test_a_letter_for_who_needs_none_any_more_is_not_printed(called_in: Call) -> None:
    called_in(1)
    letter = Letter.objects.get()
    documents.revoke(Invitation.objects.get().id, reason="wrong_address", **ACT)
    assert composed(letter) is None


def test_a_lost_letter_is_sent_again_once_with_another_code(called_in: Call) -> None:
    called_in(1)
    letter = Letter.objects.get()
    old = queries.printed_code(Invitation.objects.get().id)
    first, second = (actions.print_again(letter.id, reason="lost", **ACT) for _ in range(2))
    assert first == second
    assert Letter.objects.count() == 2
    assert queries.printed_code(Invitation.objects.get().id) != old
    assert Entry.objects.filter(act="documents.code_replaced").count() == 1


def test_a_damaged_letter_keeps_its_code(called_in: Call) -> None:
    called_in(1)
    old = queries.printed_code(Invitation.objects.get().id)
    actions.print_again(Letter.objects.get().id, reason="damaged", **ACT)
    assert queries.printed_code(Invitation.objects.get().id) == old


def test_an_invitation_for_fingerprints_gets_its_letter(world: World) -> None:
    abroad = Address("Voorbeeldstraat 1", "", "Elders", "BE")
    call = documents.Call(world.location_id, "BIO", "poor", TUESDAY, THURSDAY, "en", abroad)
    guest = documents.Guest("0000000009", "Testa", "Voorbeeld", date(1990, 5, 17))
    documents.invite(call, [guest], now=NOW, actor=OFFICE)
    assert actions.write_missing(world.location_id, **ACT) == 1
    assert actions.write_missing(world.location_id, **ACT) == 0
    letter = Letter.objects.get()
    note = composed(letter)
    assert note is not None
    assert (letter.kind, note.to[-1]) == ("biometrics_poor", "BE")


def test_who_booked_gets_no_reminder_even_when_one_waits_already(world: World, called_in: Call) -> None:
    called_in(1)
    later = NOW + timedelta(days=14)
    actions.remind(world.location_id, now=later, actor=KEEPER)
    reminder = Letter.objects.get(kind="reminder")
    assert composed(reminder) is not None
    book(world, at(THURSDAY, 9), person(1))
    assert composed(reminder) is None


def test_a_person_taken_out_of_a_family_is_not_named_any_more(called_in: Call) -> None:
    called_in(1, 2, last_name="Voorbeeld")
    documents.close_invited(Invited.objects.get(v_number="0000000001").id, reason="document_courier", **ACT)
    note = composed(Letter.objects.get())
    assert note is not None
    assert [each.v_number for each in note.people] == ["0000000002"]


def test_the_telephone_hours_stand_in_the_letter_and_days_in_a_row_together(db: None) -> None:
    nine, five, noon = time(9), time(17), time(12)
    week = [*((day, nine, five) for day in (1, 2, 3)), (5, nine, noon)]
    words = hours_in_words(week)
    assert words["nl"] == "maandag – woensdag, 09:00–17:00; vrijdag, 09:00–12:00"
    assert words["ar"].startswith("الاثنين")
    assert hours_in_words([])["en"] == "on working days"


def test_the_same_is_told_by_mail_where_an_address_is_known(called_in: Call) -> None:
    called_in(1, language="ar")
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.language) == ("notice", "testa@example.org", "ar")
    code = in_groups(queries.printed_code(Invitation.objects.get().id))
    notice = notice_from_json(message.note)
    assert any(code in each for each in notice.paragraphs)
    assert any(code in each for each in notice.dutch_paragraphs)


def test_who_has_no_mail_address_gets_a_letter_alone(called_in: Call) -> None:
    called_in(1, email="")
    assert not Message.objects.exists()
    assert composed(Letter.objects.get()) is not None


def test_who_has_no_postal_address_gets_a_mail_alone(called_in: Call) -> None:
    called_in(1, address=Address())
    assert Message.objects.count() == 1
    assert composed(Letter.objects.get()) is None


def test_a_code_whose_data_key_is_gone_is_replaced_for_its_letter(called_in: Call, settings) -> None:
    called_in(1, 2, last_name="Voorbeeld")
    settings.DATA_KEY, settings.DATA_KEYS_OLD = "another-data-key-of-32-characters!!", []
    Invitation.objects.update(address=Address("Voorbeeldstraat 1", "0000 XX", "Proefstad").as_json())
    note = composed(Letter.objects.get())
    assert note is not None
    assert queries.opened_by(note.code, date(1990, 5, 17)).id == Invitation.objects.get().id
    assert Entry.objects.get(act="documents.code_replaced").facts["reason"] == "none_left"
