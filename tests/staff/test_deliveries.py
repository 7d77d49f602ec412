"""The pages of deliveries, and the page that invites for photo and fingerprints."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from servicepoint.audit.models import Entry
from servicepoint.documents import actions, queries
from servicepoint.documents.models import Delivery, Document, Invitation
from servicepoint.documents.safe import Spot
from servicepoint.kit import clock
from tests.documents.files import csv_of, fields, number_of, received
from tests.documents.shelf import KEEPER
from tests.world import NOW, make_world

pytestmark = pytest.mark.django_db
NEW = "/staff/deliveries/new/"


@pytest.fixture(autouse=True)
def monday_morning():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def world():
    return make_world(name="maastricht")


@pytest.fixture
def lead(logged_in, world):
    browser = logged_in("lead")
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def send(browser, content: bytes, keep: str = "good"):
    file = SimpleUploadedFile("testfile.csv", content, content_type="text/csv")
    return browser.post(NEW, {"file": file, "keep": keep})


def page_of(browser, delivery_id: UUID) -> str:
    answer = browser.get(reverse("staff:delivery", args=[delivery_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_is_kept_and_its_page_shows_how_far_it_is(lead):
    answer = send(lead, csv_of([fields(1), fields(2)]))
    assert answer.status_code == 303
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/staff/deliveries/{delivery.id}/"
    assert (delivery.received_by, delivery.desk, delivery.all_or_nothing) == (
        "lead.voorbeeld",
        "MAASTRIC",
        False,
    )
    page = page_of(lead, delivery.id)
    assert '<progress id="progress" class="ind-size-20" max="2" value="0">' in page
    assert 'http-equiv="refresh"' in page
    actions.read(delivery.id)
    page = page_of(lead, delivery.id)
    assert "Every row was read without a fault." in page
    assert 'http-equiv="refresh"' not in page
    assert Entry.objects.filter(act="documents.delivered", actor_name="lead.voorbeeld").count() == 2


def test_all_or_nothing_is_a_choice(lead):
    send(lead, csv_of([fields(1), fields(2, kind="?")]), keep="all")
    delivery = Delivery.objects.get()
    actions.read(delivery.id)
    assert "Nothing of this file was kept." in page_of(lead, delivery.id)
    assert not Document.objects.exists()


def test_the_same_file_leads_to_the_same_page(lead):
    content = csv_of([fields(1)])
    assert send(lead, content)["Location"] == send(lead, content)["Location"]


def test_faults_are_told_in_the_readers_language_and_as_a_file(lead):
    send(lead, csv_of([fields(1), fields(2, v_number="1", kind="?")]))
    delivery_id = Delivery.objects.get().id
    actions.read(delivery_id)
    page = page_of(lead, delivery_id)
    assert "A V-number has 10 digits. Check the letter" in page
    assert "<code>v_number</code>" in page
    file = lead.get(reverse("staff:delivery_faults", args=[delivery_id])).content.decode("utf-8-sig")
    assert file.splitlines()[0] == "line;field;code;help"
    assert "3;v_number;v_number_wrong;A V-number has 10 digits. Check the letter" in file.splitlines()
    lead.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"
    assert "Een V-nummer heeft 10 cijfers" in page_of(lead, delivery_id)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xff", "The file is not text in UTF-8"),
        (b"", "The file is empty"),
        (b"document_number\r\n" + b"x\r\n" * 50_001, "more than 50,000 rows"),
    ],
)
def test_what_is_no_delivery_is_refused_in_words(lead, content, sentence):
    answer = send(lead, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_without_a_file_or_a_choice_the_page_says_what_to_do(lead):
    page = lead.post(NEW, {}).content.decode()
    assert "Choose the file that the IND sent" in page
    assert "Choose what happens when a row has a fault" in page


def test_a_file_that_is_too_large_is_refused_before_it_is_read(lead, settings):
    too_large = b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert send(lead, too_large).status_code == 413
    elsewhere = {"file": SimpleUploadedFile("x.csv", b"x" * 600_000)}
    assert lead.post("/staff/invite/", elsewhere).status_code == 413


def test_a_stranger_sends_no_file_at_all(client, db):
    """A form is read before anybody asks who sent it: what is larger than a form needs a log-in first."""
    assert send(client, b"x" * 600_000).status_code == 413
    assert send(client, b"x").status_code == 302


def test_a_file_never_touches_the_disk(lead, monkeypatch, settings):
    def refused(*_args, **_more):
        raise AssertionError("a temporary file would hold personal data in the clear")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refused)
    big = csv_of(fields(number) for number in range(1, 30_000))
    assert len(big) > 2_621_440  # from where Django would write a file by itself
    assert send(lead, big).status_code == 303


def test_what_was_promised_is_compared_with_what_is_here(lead, world):
    delivery_id = received(world, csv_of([fields(1), fields(2), fields(3, place="DH")]))
    actions.read(delivery_id)
    actions.put_in(number_of(1), location_id=world.location_id, spot=Spot("A", 1), now=NOW, actor=KEEPER)
    page = page_of(lead, delivery_id)
    assert "In the safe" in page
    assert "At another desk of the IND" in page
    listed = lead.get(reverse("staff:delivery_not_here", args=[delivery_id])).content.decode()
    assert number_of(2) in listed
    assert number_of(1) not in listed
    assert number_of(3) not in listed
    assert "Voorbeeld-2" not in listed
    waiting = Document.objects.get(number=number_of(2))
    assert reverse("staff:document", args=[waiting.id]) in listed
    seen = Entry.objects.get(act="personal_data.viewed")
    assert seen.subject == f"document:{waiting.id}"
    assert seen.facts == {"page": "staff.delivery"}


def test_who_may_not_see_the_page_of_a_document_gets_no_link_to_it(logged_in, world):
    delivery_id = received(world, csv_of([fields(1)]))
    actions.read(delivery_id)
    answer = logged_in("administrator").get(reverse("staff:delivery_not_here", args=[delivery_id]))
    assert number_of(1) in answer.content.decode()
    assert "/staff/documents/" not in answer.content.decode()


def test_the_list_tells_how_each_delivery_went(lead, world):
    actions.read(received(world, csv_of([fields(1), fields(2, kind="?")])))
    page = lead.get("/staff/deliveries/").content.decode()
    assert "testfile.csv" in page
    assert '<td data-label="With faults">1</td>' in page


def test_the_live_part_is_sent_again_only_when_something_changed(lead, world):
    delivery_id = received(world, csv_of([fields(1)]))
    address = reverse("staff:delivery_part", args=[delivery_id])
    tag = lead.get(address)["ETag"]
    assert lead.get(address, headers={"If-None-Match": tag}).status_code == 304
    actions.read(delivery_id)
    assert lead.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_another_location_is_asked_for_where_there_are_several(lead, world):
    other = make_world(name="proefstad")
    assert "Choose" in lead.post(NEW, {}).content.decode()
    file = SimpleUploadedFile("testfile.csv", csv_of([fields(1)]))
    lead.post(NEW, {"file": file, "keep": "good", "location": "proefstad"})
    assert Delivery.objects.get().location_id == other.location_id


# --- photo and fingerprints -------------------------------------------------------------------------------

INVITE = "/staff/invite/"
WHO = {
    "v_number": "V 0000.000.001", "first_name": "Testa", "last_name": "Voorbeeld",
    "birth_date_day": "17", "birth_date_month": "5", "birth_date_year": "1990", "reason": "poor",
    "respond_before_day": "18", "respond_before_month": "12", "respond_before_year": "2026",
    "language": "en", "street": "Voorbeeldstraat 1", "postcode": "0000xx", "city": "Proefstad",
}  # fmt: skip


def test_the_lead_invites_somebody_and_the_page_says_so(lead, world):
    answer = lead.post(INVITE, WHO, follow=True)
    assert answer.redirect_chain == [(INVITE, 303)]
    assert "The letter goes out with the next batch" in answer.content.decode()
    view = queries.invitation(Invitation.objects.get().id)
    assert (view.service, view.reason, view.language) == ("BIO", "poor", "en")
    assert view.address.postcode == "0000 XX"
    assert view.people[0].v_number == "0000000001"
    assert view.location_id == world.location_id


def test_nobody_is_invited_twice(lead):
    lead.post(INVITE, WHO)
    answer = lead.post(INVITE, WHO)
    assert answer.status_code == 422
    assert "This person has an open invitation already" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_after_its_time_an_invitation_stands_in_nobodys_way(lead):
    lead.post(INVITE, WHO)
    with clock.frozen(NOW.replace(month=12, day=21)):
        assert lead.post(INVITE, WHO | {"respond_before_day": "30"}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"v_number": "1"}, "A V-number has 10 digits"),
        ({"v_number": ""}, "Enter the V-number"),
        ({"last_name": "12"}, "Enter the last name"),
        ({"first_name": "12"}, "Enter the first names, or a dash (-)"),
        ({"birth_date_year": "2030"}, "The date of birth must be in the past"),
        ({"reason": ""}, "Choose a reason"),
        ({"respond_before_year": "2025"}, "Choose a day from today, at most a year ahead"),
        ({"respond_before_month": "13"}, "This day does not exist. Check the day and the month"),
        ({"street": "", "postcode": "", "city": ""}, "Give an address or an e-mail address"),
        ({"city": ""}, "Give street, postcode and place, or leave all of the address out"),
        ({"postcode": "1"}, "A Dutch postcode has 4 digits and 2 letters"),
        ({"email": "?"}, "Send an e-mail address such as name@example.org"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_invited(lead, changes, sentence):
    answer = lead.post(INVITE, WHO | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Invitation.objects.exists()
