"""The questions: every path ends, every outcome says why and what next, and nothing is a dead end."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from servicepoint.services.models import Service
from servicepoint.services.queries import forget_catalogue, triage_graph
from servicepoint.services.triage import Graph, Outcome
from tests.public.conftest import words

LANGUAGES = ["nl", "en"]
PATHS_MAX = 2_000


def ways(graph: Graph, here: str, gone: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every list of answers, from none up to each end."""
    yield gone
    for answer in graph.questions[here].answers if here in graph.questions else ():
        yield from ways(graph, answer.next, (*gone, answer.slug))


def reached(graph: Graph, answers: tuple[str, ...]) -> str:
    """Return the code of the question or outcome that these answers lead to."""
    here = graph.start
    for slug in answers:
        here = next(one.next for one in graph.questions[here].answers if one.slug == slug)
    return here


def ends() -> list[tuple[tuple[str, ...], Outcome]]:
    """Return every way to an outcome."""
    graph = triage_graph()
    all_ways = ((answers, graph.outcomes.get(reached(graph, answers))) for answers in every_way())
    return [(answers, outcome) for answers, outcome in all_ways if outcome is not None]


def address(language: str, answers: tuple[str, ...]) -> str:
    return "/".join(["", language, "check", *answers, ""])


_pages: dict[str, str] = {}


def page_at(client: Client, where: str) -> str:
    """Return a page that must be there; every test here has the same content, so each is fetched once."""
    if where not in _pages:
        response = client.get(where)
        assert response.status_code == 200, where
        _pages[where] = response.content.decode()
    return _pages[where]


def every_way() -> list[tuple[str, ...]]:
    graph = triage_graph()
    found = list(ways(graph, graph.start))
    assert 20 < len(found) < PATHS_MAX
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_on_every_way_answers_and_no_way_ends_nowhere(client, real_content, language):
    for answers in every_way():
        html = page_at(client, address(language, answers))
        text_of_page = html[html.index("<h1") : html.index("</main>")]
        assert 'type="radio"' in text_of_page or 'href="' in text_of_page.split("earlier-answers")[0], answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_outcome_exists(client, real_content, language):
    inside = set()
    for answers in every_way():
        html = page_at(client, address(language, answers))
        inside |= set(re.findall(rf'href="(/{language}/[^"]*)"', html))
    broken = {link for link in inside if client.get(link.replace("&amp;", "&")).status_code >= 400}
    assert broken == set()


def test_every_question_and_every_outcome_is_reached(real_content):
    graph = triage_graph()
    assert {reached(graph, answers) for answers in every_way()} == set(graph.outcomes) | set(graph.questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_says_why_and_what_next(client, real_content, language):
    for answers, outcome in ends():
        page = words(page_at(client, address(language, answers)))
        assert " ".join(outcome.why[language].split()) in page
        assert outcome.next
        for step in outcome.next:
            assert " ".join(step.text[language].split()) in page


def test_choosing_an_answer_leads_to_a_longer_address(client, real_content):
    response = client.get("/en/check/?asked=1&answer=collect")
    assert (response.status_code, response["Location"]) == (302, "/en/check/collect/")


def test_choosing_nothing_says_what_to_do_and_keeps_the_question(client, real_content):
    response = client.get("/en/check/?asked=1")
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: What do you want to do?" in html
    assert '<a class="utrecht-link utrecht-link--html-a" href="#id_answer_0">Choose the answer' in html
    assert 'aria-describedby="id_answer_helptext id_answer_error"' in html


def test_the_dutch_page_names_the_mistake_in_dutch(client, real_content):
    html = client.get("/nl/check/?asked=1").content.decode()
    assert "<title>Fout: Wat wilt u doen?" in html


@pytest.mark.parametrize("answer", ["nonsense", "%00", "../..", "<script>", "a" * 3_000])
def test_an_answer_that_is_no_choice_is_asked_again(client, real_content, answer):
    response = client.get("/en/check/", {"answer": answer})
    assert response.status_code == 422
    assert "<script>" not in response.content.decode()


@pytest.mark.parametrize(
    "tail", ["nonsense/", "collect/nonsense/", "collect//", "collect/" * 40, "%00/", "eu-citizen/more/", "é/"]
)
def test_an_address_that_no_answers_lead_to_is_not_found(client, real_content, tail):
    assert client.get(f"/en/check/{tail}").status_code == 404


def test_an_earlier_answer_can_be_changed_and_is_chosen_already(client, real_content):
    html = client.get("/en/check/collect/").content.decode()
    assert 'href="/en/check/?was=collect"' in html
    changed = client.get("/en/check/?was=collect").content.decode()
    assert re.search(r'value="collect" id="id_answer_0" checked', changed)


def test_without_an_earlier_answer_nothing_is_chosen_for_anyone(client, real_content):
    assert " checked" not in client.get("/en/check/").content.decode()


def test_an_outcome_to_book_has_a_button_for_that_service(client, real_content):
    bookable = [(answers, outcome) for answers, outcome in ends() if outcome.kind == "book"]
    assert bookable
    for answers, outcome in bookable:
        html = page_at(client, address("en", answers))
        button = re.search(r'ind-start" href="([^"]+)"', html)
        begins = "/en/letter/" if outcome.service == "DOC" else f"/en/book/?service={outcome.service}"
        assert button and button[1] == begins, answers
        assert f'href="/en/book/?service={outcome.service}"' in html, answers


def test_an_outcome_to_call_says_whether_the_line_is_open(client, real_content):
    page = words(client.get("/en/check/something-else/").content.decode())
    assert "Open now" in page or "Closed now" in page


def test_who_turns_a_sentence_into_an_address_gets_no_redirect_elsewhere(client, real_content):
    response = client.get("/en/check/?answer=//evil.example/")
    assert response.status_code == 422


def test_a_service_out_of_use_is_advised_but_not_offered(client, real_content):
    Service.objects.filter(code="DOC").update(active=False)
    forget_catalogue()
    answers, _outcome = next(one for one in ends() if one[1].service == "DOC")
    html = client.get(address("en", answers)).content.decode()
    assert "service=DOC" not in html
