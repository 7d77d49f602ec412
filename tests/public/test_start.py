"""The start page says all that the page of the centre says, in both languages, and leads on."""

import re

import pytest

from servicepoint.services.queries import catalogue

FACTS_IN_ENGLISH = [
    "From refugees to specialised knowledge migrants",
    "Immigratie- en Naturalisatiedienst – IND (Immigration and Naturalisation Service)",
    "assesses all applications from foreign citizens who live in the Netherlands",
    "want to become Dutch citizens",
    "Maastricht International Centre",
    "When your residence permit card is ready for collection in Maastricht, the IND sends you a letter",
    "You work in the Netherlands as a NATO employee (civilian staff)",
    "You are stationed abroad as a NATO employee (civilian or military), but you live in the Netherlands",
    "You are a family member of a NATO employee (civilian or military) who works in the Netherlands",
    "a special status as a diplomat, a consular staff member, or employee of an international organisation",
    "you do not need a residence permit",
    "the IND assistant checks whether you meet the requirements",
    "Your passport photo and fingerprints are also taken",
    "The appointment confirmation lists the documents you need to bring",
    "navomaastricht@ind.nl",
    "an appointment at an IND desk in another city",
    "088 043 04 30",
    "Monday to Friday, 09:00 to 17:00",
    "Mosae Forum 10",
]
FACTS_IN_DUTCH = [
    "Van vluchteling tot kennismigrant",
    "Ligt uw verblijfsdocument klaar in Maastricht? Dan stuurt de IND u een brief",
    "burgerpersoneel",
    "gezinslid van een medewerker van de NAVO",
    "Geprivilegieerden",
    "Dan hebt u geen verblijfsvergunning nodig",
    "navomaastricht@ind.nl",
    "088 043 04 30",
    "Maandag tot en met vrijdag, 09:00 tot 17:00 uur",
    "IND-loket in een andere stad",
]


@pytest.mark.parametrize(("language", "facts"), [("en", FACTS_IN_ENGLISH), ("nl", FACTS_IN_DUTCH)])
def test_no_fact_of_the_page_of_the_centre_is_lost(said, language, facts):
    page = said(f"/{language}/")
    assert [fact for fact in facts if fact not in page] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_that_can_be_booked_is_named_with_its_price(said, language):
    page = said(f"/{language}/")
    for service in catalogue().services.values():
        assert page.count(service.name[language]) >= 2, service.code
        assert service.summary[language] in page


def test_the_first_button_leads_to_the_questions(client, real_content):
    page = client.get("/en/").content.decode()
    assert re.search(r'<a class="[^"]*ind-start"[^>]* href="/en/check/">Start now</a>', page)


def test_the_days_are_those_of_the_service_point_and_no_hours_are_promised(said):
    page = said("/en/")
    assert "Tuesday, Thursday and Friday" in page
    assert "By appointment only" in page
    assert not re.search(r"Tuesday \d\d:\d\d", page)


def test_no_text_of_the_other_language_slips_in(said):
    assert "Begin nu" not in said("/en/")
    assert "Start now" not in said("/nl/")


def test_days_in_dutch_have_one_capital(said):
    assert "Dinsdag, donderdag en vrijdag" in said("/nl/")


def test_each_service_begins_with_the_questions_that_keep_people_from_coming_in_vain(client, real_content):
    page = client.get("/en/").content.decode()
    for answer in ("collect", "biometrics", "sticker", "return-visa", "nato"):
        assert f'href="/en/check/{answer}/"' in page
    assert "?service=" not in page
