import pytest
from django.test import Client

from servicepoint.services import queries as services
from servicepoint.services.models import Service
from servicepoint.services.queries import forget_catalogue
from tests.api.v1.conftest import Program, codes


@pytest.fixture
def real(client: Client, real_content: None) -> Program:
    """A program at the service point as it really is."""
    return Program(client)


def test_a_location_is_told_in_both_languages_and_in_dutch_time(program: Program) -> None:
    told = program.get("/locations/proefstad").json()
    assert program.get("/locations").json() == {"locations": [told]}
    assert told["name"] == {"nl": "Proefstad", "en": "Testville"}
    assert (told["timeZone"], told["route"]) == ("Europe/Amsterdam", {"nl": "Te voet.", "en": "On foot."})


@pytest.mark.parametrize("slug", ["nergens", "PROEFSTAD", "a" * 60, "%00"])
def test_a_location_that_does_not_exist_is_not_found(program: Program, slug: str) -> None:
    assert program.get(f"/locations/{slug}").status_code == 404


def test_a_service_says_who_may_book_what_to_bring_and_what_it_costs(real: Program) -> None:
    told = real.get("/services/TKV").json()
    assert told in real.get("/services").json()["services"]
    assert "Limburg" in told["whoMayBook"]["nl"]
    assert told["vNumber"] == "required"
    refused = {each["code"]: each["refusal"] for each in told["situations"]}
    assert refused["abroad"] == "return_visa_abroad"
    assert refused["rejected"] is None
    assert told["fees"][-1]["amountCents"] > 0
    assert told["requirements"] and told["lengths"][0]["firstMinutes"] == 20


def test_a_service_that_is_not_offered_is_not_found_and_not_listed(program: Program) -> None:
    Service.objects.filter(code="NAT").update(active=False)
    forget_catalogue()
    assert program.get("/services/NAT").status_code == 404
    assert [each["code"] for each in program.get("/services").json()["services"]] == ["DOC", "BIO"]
    assert program.get("/services/doc").status_code == 404


def test_triage_leads_from_the_first_question_to_what_to_book(real: Program) -> None:
    answers: list[str] = []
    step = real.get("/triage").json()
    while step["question"]:
        answers.append(step["question"]["answers"][0]["slug"])
        step = real.get(f"/triage?answers={','.join(answers)}").json()
    assert step["answers"] == answers
    assert step["outcome"]["kind"] == "book"
    assert step["outcome"]["service"] in services.catalogue().services


def test_links_of_an_outcome_lead_to_the_pages_of_the_readers_language(real: Program, settings) -> None:
    def outcomes(answers: list[str]) -> list[dict]:
        step = real.get(f"/triage?answers={','.join(answers)}").json()
        if step["outcome"]:
            return [step["outcome"]]
        return [one for each in step["question"]["answers"] for one in outcomes([*answers, each["slug"]])]

    links = [next_["link"] for each in outcomes(["sticker"]) for next_ in each["next"] if next_["link"]]
    pages = [link for link in links if link["nl"].startswith(settings.PUBLIC_URL)]
    assert pages and all("/en/" in link["en"] and "/nl/" in link["nl"] for link in pages)
    assert not any("page:" in link["nl"] for link in links)


@pytest.mark.parametrize("answers", ["nothing-such", "collect,nothing-such", "a" * 61, "Collect", ","])
def test_an_answer_to_another_question_is_wrong_input(real: Program, answers: str) -> None:
    response = real.get(f"/triage?answers={answers}")
    assert response.status_code == 400
    assert list(codes(response)) == ["query/answers"]
