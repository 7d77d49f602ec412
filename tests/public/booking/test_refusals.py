"""What is refused, and whether the reader learns why and what to do."""

import pytest

from servicepoint.appointments.models import Appointment
from tests.public.booking.walk import CONTACT, details
from tests.public.conftest import words

V_NUMBERS_GOOD = ["1234567890", "V1234567890", "vnr 1234567890", "VNR: 123.456.7890", " 12 34 56 78 90 "]
V_NUMBERS_BAD = [
    ("", "Enter the V-number"),
    ("123456789", "You entered 9 digits"),
    ("12345678901", "You entered 11 digits"),
    ("1", "You entered 1 digit."),
    ("abc", "10 digits and nothing else"),
    ("X1234567890", "10 digits and nothing else"),
]
BIRTH_DATES_BAD = [
    (("", "", ""), "Enter the date of birth"),
    (("17", "", "1990"), "Enter the day, the month and the year"),
    (("31", "2", "1990"), "does not exist"),
    (("17", "5", "90"), "four digits"),
    (("17", "5", "2030"), "in the past"),
    (("x", "5", "1990"), "does not exist"),
]


def person_page(visitor, service: str = "DOC", **changes: str) -> str:
    visitor.begin(service=service)
    visitor.choose()
    answer = visitor.send("person", 1, **details(**changes))
    assert answer.status_code == 422
    return words(answer.content.decode())


def birth_date(day: str, month: str, year: str) -> dict[str, str]:
    return {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year}


@pytest.mark.parametrize("typed", V_NUMBERS_GOOD)
def test_a_v_number_is_accepted_as_people_write_it(visitor, typed):
    visitor.begin()
    visitor.choose()
    assert visitor.send("person", 1, **details(v_number=typed)).status_code == 303
    assert visitor.answers["person:1"]["v_number"] == "1234567890"


@pytest.mark.parametrize(("typed", "said"), V_NUMBERS_BAD)
def test_a_v_number_that_is_none_is_refused_with_what_is_wrong(visitor, typed, said):
    assert said in person_page(visitor, v_number=typed)


@pytest.mark.parametrize(("typed", "said"), BIRTH_DATES_BAD)
def test_a_birth_date_that_is_none_is_refused_with_what_is_wrong(visitor, typed, said):
    assert said in person_page(visitor, **birth_date(*typed))


@pytest.mark.parametrize("name", ["", "   ", "...", "12", "-", "\u202ereversed"])
def test_a_last_name_needs_a_letter(visitor, name):
    assert "Enter the last name" in person_page(visitor, last_name=name)


@pytest.mark.parametrize("name", ["Đặng", "O’Brien-van der Berg", "محمد", "李", "Ng", "علی\u200cرضا"])
def test_names_of_every_script_are_kept_as_typed(visitor, name):
    visitor.begin()
    visitor.choose()
    visitor.send("person", 1, **details(last_name=f"  {name} "))
    assert visitor.answers["person:1"]["last_name"] == name


def test_a_dash_stands_for_no_first_name_and_is_shown_again(visitor):
    visitor.begin()
    visitor.choose()
    visitor.send("person", 1, **details(first_name="-"))
    assert visitor.answers["person:1"]["first_name"] == ""
    assert 'name="first_name" value="-"' in visitor.see("person", 1).content.decode()


def test_nato_family_need_no_v_number_and_may_give_a_bsn(visitor):
    visitor.begin(service="NAT")
    visitor.choose()
    nato = details(situation="partner", v_number="")
    assert "This is not a BSN" in words(visitor.send("person", 1, **nato, bsn="123456789").content.decode())
    assert visitor.send("person", 1, **nato, bsn="111.222.333").status_code == 303
    assert visitor.answers["person:1"]["bsn"] == "111222333"


def test_a_bsn_is_not_asked_where_it_is_not_needed(visitor):
    visitor.begin()
    visitor.choose()
    assert "BSN" not in words(visitor.see("person", 1).content.decode())
    visitor.send("person", 1, **details(bsn="111222333"))
    assert visitor.answers["person:1"]["bsn"] == ""


def test_a_baby_is_told_that_it_need_not_come(visitor):
    said = person_page(visitor, "BIO", **birth_date("1", "6", "2026"))
    assert "A child under 1 does not come for photo and fingerprints" in said


def test_a_situation_that_cannot_be_booked_says_why(visitor):
    said = person_page(visitor, "TKV", situation="abroad")
    assert "There is a problem" in said
    assert "already abroad" in said or "Foreign Affairs" in said


def test_two_people_cannot_have_one_v_number(visitor):
    visitor.begin(2)
    visitor.choose()
    visitor.send("person", 1, **details(1))
    said = words(visitor.send("person", 2, **details(2, v_number="1234567891")).content.decode())
    assert "You gave this V-number to Testa Voorbeeld-1 already" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "", "phone": ""}, "Enter an e-mail address or a telephone number"),
        ({"email": "testa@", "phone": ""}, "Enter an e-mail address like"),
        ({"email": "", "phone": "12"}, "This telephone number does not exist"),
        ({"email": "", "phone": "0612345678" * 9}, "This telephone number does not exist"),
        ({"email": "testa@example.org", "language": "xx"}, "Choose a language"),
        ({"email": "a" * 300 + "@example.org"}, "This e-mail address is too long"),
    ],
)
def test_contact_details_that_reach_nobody_are_refused(visitor, typed, said):
    visitor.begin()
    visitor.choose()
    answer = visitor.send("contact", **{**CONTACT, **typed})
    assert answer.status_code == 422
    assert said in words(answer.content.decode())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12345678", "+31612345678"),
        ("+49 1512 3456789", "+4915123456789"),
        ("043-3505010", "+31433505010"),
    ],
)
def test_a_telephone_number_is_kept_as_the_network_writes_it(visitor, typed, kept):
    visitor.begin()
    visitor.send("contact", email="", phone=typed, language="nl")
    assert visitor.answers["contact"] == {"email": "", "phone": kept, "language": "nl"}


def test_a_time_that_someone_else_took_is_told_with_fresh_times(visitor, stranger):
    visitor.begin(service="NAT")
    stranger.begin(service="NAT")
    third = type(visitor)()
    third.begin(service="NAT")
    wanted = visitor.slots()[0]
    for one in (stranger, third):  # both counters that do this
        assert one.send("times", starts_at=wanted).status_code == 303
    answer = visitor.send("times", starts_at=wanted)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone else has just taken this time" in words(page)
    assert f'value="{wanted}"' not in page and "<title>Error:" in page


@pytest.mark.parametrize(
    "start",
    ["", "x", "2026-11-24", "2026-11-24T08:00", "2026-11-24T8:0Z", "9999-12-31T23:59Z", "0001-01-01T00:00Z"],
)
def test_what_is_no_time_is_refused_in_words(visitor, start):
    visitor.begin()
    answer = visitor.send("times", starts_at=start)
    assert answer.status_code in {409, 422}
    assert "Choose" in words(answer.content.decode())


@pytest.mark.parametrize(
    "start", ["2026-11-24T08:05Z", "2026-11-24T03:00Z", "2020-11-24T08:00Z", "2028-11-24T08:00Z"]
)
def test_a_time_that_is_not_offered_is_as_good_as_taken(visitor, start):
    visitor.begin()
    assert visitor.send("times", starts_at=start).status_code == 409


def test_a_second_appointment_says_which_day_the_first_is_and_where_to_change_it(visitor, stranger):
    visitor.reach_review()
    visitor.send("review")
    stranger.reach_review()
    answer = stranger.send("review")
    said = words(answer.content.decode())
    assert answer.status_code == 409
    assert "Testa Voorbeeld-1 has an appointment already for: Collect your residence document." in said
    assert "It is on Tuesday 24 November 2026" in said
    assert 'href="/en/manage/"' in answer.content.decode()
    assert Appointment.objects.count() == 1


def test_who_does_not_know_the_birth_date_is_not_told_the_day(visitor, stranger):
    visitor.reach_review(service="BIO")
    visitor.send("review")
    stranger.begin(service="BIO")
    stranger.choose(1)
    stranger.fill_in([details(1, birth_date_year="1991")])
    said = words(stranger.send("review").content.decode())
    assert "has an appointment already" in said
    assert "It is on" not in said


def test_who_does_not_know_the_birth_date_hears_nothing_of_a_document(visitor, stranger):
    visitor.reach_review()
    visitor.send("review")
    stranger.begin()
    stranger.choose(1)
    stranger.fill_in([details(1, birth_date_year="1991")])
    answer = stranger.send("review")
    assert answer.status_code == 409
    said = words(answer.content.decode())
    assert "No document lies ready under this V-number and date of birth." in said
    assert "has an appointment" not in said


def test_a_problem_of_one_person_is_named_at_that_person(visitor, stranger):
    stranger.reach_review()
    stranger.send("review")
    visitor.begin(2)
    visitor.choose()
    visitor.fill_in([details(2), details(1)])
    page = visitor.send("review").content.decode()
    assert 'href="#person-2"' in page and 'id="person-2"' in page
    assert "<title>Error:" in page


def test_a_problem_leaves_the_time_and_the_answers_as_they_were(visitor, stranger):
    stranger.reach_review()
    stranger.send("review")
    visitor.reach_review()
    visitor.send("review")
    visitor.send("person", 1, **details(5))
    assert visitor.send("review")["Location"] == visitor.address("booked")


def test_the_same_person_twice_without_v_number_is_noticed_at_the_end(visitor):
    visitor.begin(2, "NAT")
    visitor.choose()
    nato = details(1, situation="civilian-staff", v_number="")
    visitor.fill_in([nato, nato])
    assert "in the list twice" in words(visitor.send("review").content.decode())


def test_who_must_take_a_baby_out_finds_where(visitor):
    visitor.begin(service="BIO", persons=2)
    visitor.choose()
    page = visitor.send("person", 1, **details(**birth_date("23", "3", "2026"))).content.decode()
    assert "Take this child out of the appointment" in page
    assert "/services/" in page
