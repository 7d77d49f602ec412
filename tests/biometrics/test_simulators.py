"""The scanner's agent as its protocol says, over a real connection."""

import json
import urllib.error
import urllib.request

import pytest

from tests.biometrics.programs import Program, scanner_for

SITE = "https://appointments.example"


@pytest.fixture(scope="module")
def agent():
    with scanner_for(SITE) as program:
        yield program


@pytest.fixture
def scanner(agent) -> Program:
    agent.behave("good")
    return agent


def ask(scanner, method, path, content=None, **headers):
    """Return status, headers and body."""
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(scanner.address + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def capture(scanner, finger="index", timeout=5):
    asked = {"hand": "right", "finger": finger, "timeout_seconds": timeout}
    status, _headers, body = ask(scanner, "POST", "/captures", asked)
    if status != 202:
        return json.loads(body)
    return json.loads(ask(scanner, "GET", f"/captures/{json.loads(body)['id']}?wait=5")[2])


def test_it_says_that_it_is_simulated_and_ready(scanner):
    told = json.loads(ask(scanner, "GET", "/status")[2])
    assert (told["protocol"], told["simulated"], told["state"]) == (1, True, "ready")


def test_a_finger_gives_an_image_once(scanner):
    done = capture(scanner)
    assert (done["state"], done["nfiq2"] > 60, done["image"]["ppi"]) == ("done", True, 500)
    status, headers, image = ask(scanner, "GET", f"/captures/{done['id']}/image")
    assert (status, headers["Content-Type"], image[:4]) == (200, "image/png", b"\x89PNG")
    assert headers["Cache-Control"] == "no-store"
    assert ask(scanner, "GET", f"/captures/{done['id']}/image")[0] == 410


@pytest.mark.parametrize("behaviour", ["wet", "wrong_finger"])
def test_trouble_with_the_finger_is_told(scanner, behaviour):
    scanner.behave(behaviour, 1)
    assert capture(scanner)["error"] == behaviour
    assert capture(scanner)["state"] == "done"


def test_no_finger_is_a_timeout_after_the_time_asked_for(scanner):
    scanner.behave("timeout", 1)
    assert capture(scanner, timeout=0.5)["error"] == "timeout"


def test_without_its_cable_it_takes_nothing(scanner):
    scanner.behave("unplugged", 1)
    assert json.loads(ask(scanner, "GET", "/status")[2])["state"] == "unplugged"
    assert capture(scanner) == {"error": "unplugged"}


def test_one_capture_at_a_time_and_one_can_be_stopped(scanner):
    scanner.behave("timeout", 1)
    asked = {"hand": "left", "finger": "thumb", "timeout_seconds": 30}
    begun = json.loads(ask(scanner, "POST", "/captures", asked)[2])
    assert ask(scanner, "POST", "/captures", asked)[0] == 409
    assert ask(scanner, "DELETE", f"/captures/{begun['id']}")[0] == 204
    assert json.loads(ask(scanner, "GET", f"/captures/{begun['id']}")[2])["error"] == "cancelled"


@pytest.mark.parametrize("asked", [{}, {"hand": "right", "finger": "toe"}, {"hand": 1, "finger": None}])
def test_a_crooked_request_is_refused(scanner, asked):
    assert ask(scanner, "POST", "/captures", asked)[0] == 400


def test_the_sites_pages_may_ask_and_others_may_not(scanner):
    status, headers, _body = ask(scanner, "GET", "/status", Origin=SITE)
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, SITE)
    status, headers, _body = ask(scanner, "GET", "/status", Origin="https://elsewhere.example")
    assert (status, headers["Access-Control-Allow-Origin"]) == (403, None)
    assert ask(scanner, "GET", "/status", Host="elsewhere.example:80")[0] == 403


def test_a_browser_that_asks_first_is_told_what_is_allowed(scanner):
    status, headers, _body = ask(scanner, "OPTIONS", "/captures", Origin=SITE)
    assert (status, headers["Access-Control-Allow-Private-Network"]) == (204, "true")
    assert ask(scanner, "OPTIONS", "/captures", Origin="https://elsewhere.example")[0] == 403
