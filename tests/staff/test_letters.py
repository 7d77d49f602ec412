"""The pages of letters: found by any number, printed again, noted as back, sent elsewhere; each is seen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from servicepoint.audit.models import Entry
from servicepoint.collection import actions as collection
from servicepoint.collection.compose import compose
from servicepoint.documents import queries as documents
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.models import Document, Invitation
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions, queries
from servicepoint.letters.actions import Wanted
from servicepoint.letters.models import Batch, Letter
from tests.documents.shelf import in_safe, invited
from tests.letters.pages import pages_of
from tests.world import make_world

NOW = clock.now()


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def letter_id(world):
    """A letter to the owner of a document in the safe; it waits."""
    today = clock.dutch_day(NOW)
    document = in_safe(world, collect_before=today + timedelta(days=60))
    invitation = invited(world, document, opens_on=today, closes_on=today + timedelta(days=60))
    order = actions.Order(f"invitation:{invitation}", "ready", world.location_id, "en", f"{invitation}:first")
    return actions.want(order, now=NOW, actor=SYSTEM)


@pytest.fixture
def posted(letter_id, world):
    batch = Batch.objects.create(
        location_id=world.location_id, form="one_file", made_at=NOW, due_at=NOW, letters=1
    )
    Letter.objects.filter(id=letter_id).update(
        state="posted", batch=batch, first_page=1, pages=2, settled_at=NOW
    )
    return letter_id


@pytest.fixture
def lead(logged_in):
    return english(logged_in("lead"))


def english(browser):
    browser.cookies["django_language"] = "en"
    return browser


def page_of(browser, name, *parts):
    return browser.get(reverse(f"staff:{name}", args=parts)).content.decode()


def find(browser, number):
    return browser.post(reverse("staff:letters"), {"number": number})


@pytest.mark.parametrize("by", ["reference", "document", "v_number"])
def test_a_letter_is_found_by_every_number_that_people_have(lead, letter_id, by):
    number = {
        "reference": queries.letter(letter_id).reference,
        "document": Document.objects.get().number,
        "v_number": Document.objects.get().v_number,
    }[by]
    answer = find(lead, number)
    assert answer["Location"] == reverse("staff:letter", args=[letter_id])


def test_several_letters_are_listed_without_a_name(lead, posted):
    lead.post(reverse("staff:letter_again", args=[posted]), {"reason": "never_arrived"})
    page = find(lead, Document.objects.get().v_number).content.decode()
    assert page.count(queries.letter(posted).reference) == 1
    assert "Testa" not in page


NOWHERE = [("", "Scan or type"), ("X1", "no number"), ("0000099999", "No letter")]


@pytest.mark.parametrize(("number", "told"), NOWHERE)
def test_what_leads_nowhere_says_so(lead, letter_id, number, told):
    answer = find(lead, number)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()


def test_the_page_of_a_letter_is_recorded_as_a_view(lead, letter_id):
    page = page_of(lead, "letter", letter_id)
    assert "Testa Voorbeeld-1" in page
    seen = Entry.objects.get(act="personal_data.viewed")
    assert (seen.subject, seen.facts) == (queries.letter(letter_id).topic, {"page": "staff.sent_letter"})


@pytest.mark.parametrize(("reason", "is_new"), [("lost", True), ("stolen", True), ("damaged", False)])
def test_printed_again_it_has_another_code_when_it_was_lost(lead, posted, reason, is_new):
    invitation = Invitation.objects.get()
    before = documents.printed_code(invitation.id)
    answer = lead.post(reverse("staff:letter_again", args=[posted]), {"reason": reason})
    new = Letter.objects.get(replaces_id=posted)
    assert (answer.status_code, answer["Location"]) == (303, reverse("staff:letter", args=[new.id]))
    assert (documents.printed_code(invitation.id) != before) is is_new
    assert queries.letter(new.id).reference in page_of(lead, "letter", posted)


def test_asking_twice_is_one_letter(lead, posted):
    for _ in range(2):
        lead.post(reverse("staff:letter_again", args=[posted]), {"reason": "lost"})
    assert Letter.objects.filter(replaces_id=posted).count() == 1
    assert Entry.objects.filter(act="documents.code_replaced").count() == 1


def test_without_a_reason_nothing_is_printed(lead, posted):
    answer = lead.post(reverse("staff:letter_again", args=[posted]), {})
    assert answer.status_code == 422
    assert "Choose why" in answer.content.decode()
    assert Letter.objects.count() == 1


def test_a_code_is_taken_back_at_once_and_the_next_letter_has_another(lead, posted, world):
    invitation = Invitation.objects.get()
    born, code = Document.objects.get().birth_date, documents.printed_code(invitation.id)
    assert documents.opened_by(code, born).id == invitation.id
    for _ in range(2):
        answer = lead.post(reverse("staff:letter_stop", args=[posted]), {"reason": "stolen"})
        assert answer.status_code == 303
    with pytest.raises(InvitationUnknown):
        documents.opened_by(code, born)
    assert "was taken back" in page_of(lead, "letter", posted)
    assert Entry.objects.filter(act="documents.code_stopped").count() == 1
    collection.print_again(posted, reason="damaged", now=NOW, actor=SYSTEM)
    new = Letter.objects.get(replaces_id=posted)
    note = compose([Wanted(new.id, new.topic, new.kind, "en", queries.letter(new.id).reference)])[new.id]
    assert note is not None and note.code.replace("-", "") != code
    assert documents.opened_by(note.code, born).id == invitation.id


def test_looking_at_the_paper_gives_no_new_code(lead, posted):
    lead.post(reverse("staff:letter_stop", args=[posted]), {"reason": "stolen"})
    assert lead.get(reverse("staff:letter_paper", args=[posted])).status_code == 200
    assert Invitation.objects.get().code_digest is None


def test_without_a_reason_no_code_is_taken_back(lead, posted):
    answer = lead.post(reverse("staff:letter_stop", args=[posted]), {})
    assert answer.status_code == 422
    assert "Choose why the code" in answer.content.decode()
    assert Invitation.objects.get().code_digest is not None


def test_a_letter_that_came_back_is_listed_to_look_at(lead, posted):
    answer = lead.post(reverse("staff:letter_returned", args=[posted]), {"reason": "moved"})
    assert answer.status_code == 303
    assert "This letter came back" in page_of(lead, "letter", posted)
    assert queries.letter(posted).reference in page_of(lead, "letters")


def test_one_that_never_left_cannot_come_back(lead, letter_id):
    answer = lead.post(reverse("staff:letter_returned", args=[letter_id]), {"reason": "moved"})
    assert answer.status_code == 409
    assert "has not left us" in answer.content.decode()


def test_another_address_is_kept_and_written_to(lead, posted):
    address = {"street": "Nieuwestraat 2", "postcode": "0000 YY", "city": "Elders"}
    answer = lead.post(reverse("staff:letter_address", args=[posted]), address)
    assert answer.status_code == 303
    assert documents.invitation(Invitation.objects.get().id).address.street == "Nieuwestraat 2"
    assert Letter.objects.get(replaces_id=posted).replaces_reason == "address_changed"


def test_an_address_without_a_postcode_is_asked_for_it(lead, posted):
    answer = lead.post(reverse("staff:letter_address", args=[posted]), {"street": "A 1", "city": "B"})
    assert answer.status_code == 422
    assert "Enter the postcode" in answer.content.decode()


def test_the_lead_sees_the_paper_and_that_is_recorded(lead, letter_id):
    answer = lead.get(reverse("staff:letter_paper", args=[letter_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert "Testa Voorbeeld-1" in " ".join(pages_of(answer.content))
    assert Entry.objects.filter(facts__page="staff.paper").count() == 1


def test_a_telephone_agent_prints_again_but_sees_neither_paper_nor_batches(logged_in, posted):
    agent = english(logged_in("telephone-agent"))
    page = page_of(agent, "letter", posted)
    assert "Print it again" in page
    assert "as it is printed" not in page
    assert agent.post(reverse("staff:letter_again", args=[posted]), {"reason": "lost"}).status_code == 303


def test_a_batch_that_failed_says_why_and_is_handed_over_again(lead, posted):
    Batch.objects.update(state="failed", last_error="unreachable")
    Letter.objects.update(state="in_batch", settled_at=None)
    page = page_of(lead, "letter_batches")
    assert "cannot be reached" in page
    batch = Batch.objects.get()
    answer = lead.post(reverse("staff:letter_batch_again", args=[batch.id]))
    assert answer.status_code == 303
    assert queries.batch(batch.id).state == "making"
    assert lead.post(reverse("staff:letter_batch_again", args=[batch.id])).status_code == 303


def test_without_a_print_service_the_page_says_that_letters_wait(lead, letter_id, settings, tmp_path):
    assert "No print service is set up" in page_of(lead, "letters")
    settings.PRINT_FOLDER = str(tmp_path)
    assert "No print service is set up" not in page_of(lead, "letters")


def test_a_letter_that_is_not_there_is_not_found(lead):
    assert lead.get(reverse("staff:letter", args=[99])).status_code == 404
