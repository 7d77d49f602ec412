"""From the code of a letter to an appointment: where the document is, who comes, and nothing typed over."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from servicepoint.appointments.models import Appointment, Attendee
from servicepoint.documents import actions, queries
from servicepoint.documents.models import Invitation
from servicepoint.limits.rules import LIMITS
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from tests.documents.shelf import BORN, KEEPER, OFFICE, lies_ready, row
from tests.public.booking.walk import CONTACT, NOW, Visitor
from tests.public.conftest import words
from tests.world import World

ACT = {"now": NOW, "actor": OFFICE}
DATE = {"birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990"}
WRONG_DATE = {**DATE, "birth_date_year": "1971"}
ELSEWHERE = {"address": row().address.__class__("Andere weg 2", "0000 XX", "Proefstad")}
LAST = date(2027, 2, 26)
COLLECTS = "collect/maastricht/in-person/no-document"


class Reader(Visitor):
    """Somebody with a letter in the hand."""

    def opens(self, code: str, **typed: str):
        answer = self.client.post(f"/{self.language}/letter/", {"code": code, **DATE, **typed})
        found = re.search(r"/letter/([0-9a-f-]{36})/", answer.get("Location", ""))
        self.draft = found[1] if found else self.draft
        return answer

    def said(self, name: str = "letter", *parts: object) -> str:
        return words(self.see(name, *parts).content.decode())

    def ids(self) -> list[str]:
        return re.findall(r'name="people" value="(\d+)"', self.see("letter").content.decode())

    def finish(self) -> None:
        self.send("contact", **CONTACT)
        self.send("needs")
        assert self.send("review")["Location"] == self.address("booked")


@pytest.fixture
def reader(real_content) -> Reader:
    return Reader()


@pytest.fixture
def here(real_content) -> World:
    return World(locations.location(LOCATION).id, ())


def letter(here: World, *v_numbers: str, service: str = "DOC", **changes: object) -> str:
    """Send a letter to these people, whose documents lie ready; return its code."""
    ids = lies_ready(*v_numbers, location_id=here.location_id, **changes) if service == "DOC" else []
    guests = [
        actions.Guest(v_number, "Testa", f"Voorbeeld-{v_number[-1]}", BORN, ids[number] if ids else None)
        for number, v_number in enumerate(v_numbers)
    ]
    call = actions.Call(
        here.location_id, service, "ready" if ids else "poor", NOW.date(), LAST, "nl",
        changes.get("address", row().address),
    )  # fmt: skip
    return queries.printed_code(actions.invite(call, guests, now=NOW, actor=KEEPER))


def test_from_the_code_to_the_appointment_without_typing_a_name(reader, here):
    code = letter(here, "0000000071")
    assert reader.opens(f"{code[:4].lower()} {code[4:]}").status_code == 303
    assert "The document lies ready in" in reader.said()
    assert reader.send("letter", people=reader.ids())["Location"] == reader.address("times")
    assert reader.choose()["Location"] == reader.address("contact")
    reader.finish()
    booked = Attendee.objects.get()
    assert (booked.v_number, booked.last_name, booked.birth_date) == ("0000000071", "Voorbeeld-1", BORN)
    assert booked.situation == "no-document"


def test_a_wrong_code_and_a_wrong_birth_date_are_one_answer(reader, here):
    code = letter(here, "0000000071")
    wrong = [reader.opens("ACDEFGHJ"), reader.opens(code, **WRONG_DATE)]
    assert [each.status_code for each in wrong] == [422, 422]
    pages = [re.sub(r'(value="[^"]*"|csrf\S+)', "", each.content.decode()) for each in wrong]
    assert pages[0] == pages[1]
    assert "088 043 04 30" in pages[0] and "Voorbeeld" not in pages[0]


def test_who_had_a_document_before_is_asked_where_it_is(reader, here):
    reader.opens(letter(here, "0000000071", replaces="VAAAAAAA2"))
    reader.send("letter", people=reader.ids())
    assert reader.choose()["Location"] == reader.address("person", 1)
    page = reader.see("person", 1).content.decode()
    assert 'value="has-document"' in page and 'value="document-lost"' in page
    assert 'value="no-document"' not in page and "first_name" not in page
    assert reader.send("person", 1, situation="no-document").status_code == 422
    typed = {"first_name": "Iemand", "last_name": "Anders", "v_number": "9999999999"}
    answer = reader.send("person", 1, situation="has-document", **typed)
    assert answer["Location"] == reader.address("contact")
    reader.finish()
    assert Attendee.objects.get().last_name == "Voorbeeld-1"


def test_names_and_numbers_cannot_be_changed_on_the_way(reader, here):
    reader.opens(letter(here, "0000000071"))
    reader.send("letter", people=reader.ids())
    reader.choose()
    for page in ("services", "persons"):
        assert reader.see(page)["Location"] == reader.address("letter")
        assert reader.send(page, person_1="NAT", persons="4")["Location"] == reader.address("letter")
    reader.send("person", 1, first_name="Iemand", last_name="Anders", v_number="9999999999")
    assert reader.answers["person:1"]["last_name"] == "Voorbeeld-1"
    reader.send("contact", **CONTACT)
    reader.send("needs")
    review = reader.see("review").content.decode()
    assert f'href="{reader.address("person", 1)}"' not in review
    assert f'href="{reader.address("letter")}"' in review


def test_nobody_who_is_not_in_the_letter_can_be_chosen(reader, stranger, here):
    reader.opens(letter(here, "0000000071"))
    other = Reader()
    other.opens(letter(here, "0000000072", **ELSEWHERE))
    assert reader.send("letter", people=other.ids()).status_code == 422
    assert reader.send("letter").status_code == 422


def test_part_of_a_household_comes(reader, here):
    reader.opens(letter(here, "0000000071", "0000000072", "0000000073"))
    ids = reader.ids()
    assert len(ids) == 3
    reader.send("letter", people=[ids[0], ids[2]])
    reader.choose()
    reader.finish()
    assert list(Attendee.objects.order_by("position").values_list("v_number", flat=True)) == [
        "0000000071",
        "0000000073",
    ]
    again = Reader()
    again.opens(queries.printed_code(Invitation.objects.get().id))
    said = again.said()
    assert said.count("There is an appointment on") == 2
    assert len(again.ids()) == 1


def test_a_family_member_at_the_same_address_joins_with_their_own_letter(reader, here):
    first, second = letter(here, "0000000071"), letter(here, "0000000072")
    reader.opens(first)
    assert reader.send("family", code=second, **WRONG_DATE).status_code == 422
    assert reader.send("family", code=second, **DATE)["Location"] == reader.address("letter")
    reader.send("letter", people=reader.ids())
    reader.choose()
    reader.finish()
    assert Appointment.objects.count() == 1
    assert Attendee.objects.count() == 2


def test_a_letter_for_another_address_does_not_join(reader, here):
    reader.opens(letter(here, "0000000071"))
    answer = reader.send("family", code=letter(here, "0000000072", **ELSEWHERE), **DATE)
    assert answer.status_code == 422
    assert "This letter was sent to another address." in words(answer.content.decode())
    assert len(reader.ids()) == 1


def test_biometrics_are_booked_with_a_letter_the_same_way(reader, here):
    reader.opens(letter(here, "0000000071", service="BIO"))
    assert "You are invited to have your photo and fingerprints taken." in reader.said()
    reader.send("letter", people=reader.ids())
    assert reader.choose()["Location"] == reader.address("person", 1)
    reader.send("person", 1, situation="has-document")
    reader.finish()
    assert Attendee.objects.get().service == "BIO"


def test_only_days_on_which_the_document_can_be_collected_are_offered(reader, here):
    first, last = date(2026, 12, 8), date(2026, 12, 10)
    changes = {"announced_for": first, "collect_before": last}
    announced = actions.deliver_one(here.location_id, row(71, **changes), **ACT)[0]
    call = actions.Call(here.location_id, "DOC", "ready", NOW.date(), LAST, "en", row().address)
    guest = actions.Guest("0000000071", "Testa", "Voorbeeld-71", BORN, announced)
    reader.opens(queries.printed_code(actions.invite(call, [guest], now=NOW, actor=KEEPER)))
    assert "We expect it on Tuesday 8 December 2026." in reader.said()
    reader.send("letter", people=reader.ids())
    days = {each[:10] for each in reader.slots()}
    assert days == {"2026-12-08", "2026-12-10"}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("courier", "A courier brings the document."),
        ("block", "We cannot give the document to you at the moment."),
        ("elsewhere", "The document is at another desk of the IND: Zwolle."),
        ("missing", "We are looking for the document."),
    ],
)
def test_its_owner_hears_why_it_cannot_be_collected(reader, here, what, said):
    code = letter(here, "0000000071", elsewhere="ZW" if what == "elsewhere" else "")
    document_id = queries.of_v_numbers(["0000000071"])[0].id
    if what == "courier":
        actions.switch_to_courier(document_id, **ACT)
    if what == "block":
        actions.block(document_id, reason="instruction", **ACT)
    if what == "missing":
        actions.move(document_id, whereto=actions.Whereto("missing"), **ACT)
    reader.opens(code)
    page = reader.said()
    assert said in page
    assert "088 043 04 30" in page
    assert reader.ids() == []


def test_a_replaced_code_ends_what_was_begun_with_it(reader, here):
    reader.opens(letter(here, "0000000071"))
    reader.send("letter", people=reader.ids())
    reader.choose()
    reader.send("contact", **CONTACT)
    reader.send("needs")
    actions.replace_code(Invitation.objects.get().id, reason="stolen", now=NOW, actor=KEEPER)
    assert reader.send("review")["Location"] == reader.address("letter")
    assert reader.see("letter")["Location"] == "/en/letter/"
    assert not Appointment.objects.exists()


def test_another_browser_does_not_see_what_was_opened(reader, here):
    reader.opens(letter(here, "0000000071"))
    other = Reader(draft=reader.draft)
    assert other.see("letter").status_code == other.see("family").status_code == 404


def test_the_short_address_fills_the_code_in_and_opens_nothing(client, here):
    code = letter(here, "0000000071")
    answer = client.get(f"/l/{code.lower()}", headers={"Accept-Language": "nl"})
    assert answer.status_code == 302
    assert answer["Location"] == "/nl/letter/"
    page = client.get("/nl/letter/").content.decode()
    assert f'value="{code[:4]}-{code[4:]}"' in page
    assert "Voorbeeld" not in page
    assert client.get("/l/%00%00").status_code == 302


def test_neither_code_nor_names_stand_in_log_or_address(reader, here, caplog):
    code = letter(here, "0000000071")
    reader.client.get(f"/l/{code}")
    reader.opens(code)
    reader.send("letter", people=reader.ids())
    reader.choose()
    assert code not in caplog.text and "Voorbeeld" not in caplog.text
    assert code not in reader.address("times") and "0000000071" not in reader.address("times")


def test_a_letter_of_ours_says_in_which_language_we_write(reader, here):
    reader.opens(letter(here, "0000000071"))
    reader.send("letter", people=reader.ids())
    reader.choose()
    page = reader.see("contact").content.decode()
    assert re.search(r'value="nl"[^>]*checked', page)
    assert "testa@example.org" not in page


def test_a_code_tried_too_often_says_whom_to_call(reader, here):
    code = letter(here, "0000000071")
    for year in range(LIMITS["letter.code"].times):
        assert reader.opens(code, birth_date_year=str(1950 + year)).status_code == 422
    answer = reader.opens(code)
    assert answer.status_code == 429
    said = words(answer.content.decode())
    assert "This code is closed until tomorrow" in said
    assert "088 043 04 30" in said


def test_a_booking_without_a_letter_knows_no_page_of_letters(visitor):
    visitor.begin()
    for page in ("letter", "family"):
        assert visitor.see(page)["Location"] == visitor.address("services")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_advice_to_collect_begins_with_the_letter(client, real_content, language):
    with translation.override(language):
        address = reverse("public:letter_find")
    page = client.get(f"/{language}/check/{COLLECTS}/").content.decode()
    assert page.index(f'href="{address}"') < page.index("?service=DOC")
