"""Single sign-on with real providers over HTTP: an independent one, and a strict one that lies on request."""

import re
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth.models import User
from joserfc.jwk import RSAKey

from servicepoint.accounts.models import SignOn
from servicepoint.audit.models import Entry
from servicepoint.staff import sign_on
from tests.staff.crooked_provider import CLIENT, SECRET

pytestmark = pytest.mark.django_db
START = "/staff/login/sign-on/"
ROLES = {"desk": "assistant", "chief": "lead"}
PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def crooked():
    """The address of the provider that lies on request."""
    command = [sys.executable, "-m", "tests.staff.crooked_provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
        running.terminate()


@pytest.fixture(scope="module")
def independent():
    """The address of a provider that others wrote."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    person = '{"sub": "p-7", "preferred_username": "proefa.voorbeeld", "roles": ["chief"], "amr": ["mfa"]}'
    arguments = ["--port", str(port), "--require-nonce", "true", "--user-claims", person]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://localhost:{port}"
        _wait_for(address)
        yield address
        running.terminate()


def _wait_for(address):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            return requests.get(f"{address}/.well-known/openid-configuration", timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
    pytest.fail("the provider did not start")


@pytest.fixture
def offered(settings):
    """Use a provider: `offered(address)`."""

    def use(issuer, **more):
        values = {
            "ISSUER": issuer,
            "CLIENT_ID": CLIENT,
            "CLIENT_SECRET": SECRET,
            "CLIENT_KEY": "",
            "ROLES": ROLES,
        }
        for name, value in (values | more).items():
            setattr(settings, f"OIDC_{name}", value)
        sign_on._client.cache_clear()

    yield use
    sign_on._client.cache_clear()


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def signed_on(client, *, start=START, **asked):
    """Go to the provider and come back as a browser does; `asked` is added to what the provider is asked."""
    there = client.get(start)["Location"]
    back = requests.get(there, params=asked, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")


def is_in(client):
    return client.get("/staff/").status_code == 200


def test_an_independent_provider_lets_its_person_in_with_the_role_it_gives(client, independent, offered):
    offered(independent)
    there = client.get(START)["Location"]
    back = requests.post(there, data={"sub": "p-7"}, allow_redirects=False, timeout=5).headers["Location"]
    assert client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")["Location"] == "/staff/"
    assert is_in(client)
    user = User.objects.get(username="proefa.voorbeeld")
    assert [group.name for group in user.groups.all()] == ["lead"]
    assert not user.has_usable_password()
    assert Entry.objects.get(act="staff.logged_in").facts == {"kind": "single_sign_on"}


def test_an_independent_provider_that_was_refused_by_the_person_lets_nobody_in(client, independent, offered):
    offered(independent)
    there = client.get(START)["Location"]
    back = requests.post(there, data={"action": "deny"}, allow_redirects=False, timeout=5).headers["Location"]
    assert client.get(f"{urlsplit(back).path}?{urlsplit(back).query}").status_code == 403
    assert not is_in(client)


def test_a_strict_provider_gets_code_verifier_state_and_nonce(client, crooked, offered):
    offered(crooked)
    there = client.get(START)["Location"]
    assert re.search(r"code_challenge_method=S256", there)
    assert {"state", "nonce", "code_challenge"} <= set(re.findall(r"[?&](\w+)=", there))
    assert signed_on(client, start=f"{START}?next=/staff/conflicts/")["Location"] == "/staff/conflicts/"
    assert is_in(client)


def test_a_private_key_stands_in_for_the_secret(client, crooked, offered):
    key = RSAKey.generate_key(2048)
    requests.post(f"{crooked}/client-key", data=key.as_pem(private=False), timeout=5)
    offered(crooked, CLIENT_SECRET="", CLIENT_KEY=key.as_pem(private=True).decode())
    assert signed_on(client)["Location"] == "/staff/"


@pytest.mark.parametrize(
    "lie",
    [
        "nonce", "no_nonce", "audience", "two_audiences", "issuer", "expired", "signature", "unsigned",
        "no_token", "state",
    ],
)  # fmt: skip
def test_a_token_that_is_wrong_in_one_way_lets_nobody_in(client, crooked, offered, lie):
    offered(crooked)
    response = signed_on(client, lie=lie)
    assert response.status_code == 403
    assert "Logging in did not work" in response.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()
    assert Entry.objects.get().act == "staff.sign_on_refused"


def test_a_wrong_client_secret_lets_nobody_in(client, crooked, offered):
    offered(crooked, CLIENT_SECRET="another")
    assert signed_on(client).status_code == 403


def test_an_answer_to_another_browser_lets_nobody_in(client, crooked, offered):
    offered(crooked)
    other = type(client)()
    there = other.get(START)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    assert client.get(f"{urlsplit(back).path}?{urlsplit(back).query}").status_code == 403


def test_an_answer_is_good_once(client, crooked, offered):
    offered(crooked)
    there = client.get(START)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    here = f"{urlsplit(back).path}?{urlsplit(back).query}"
    assert client.get(here).status_code == 302
    client.post("/staff/logout/")
    assert client.get(here).status_code == 403


@pytest.mark.parametrize("roles", ["cleaner", "", "assistant"])
def test_without_a_role_of_ours_nobody_gets_in_and_no_account_is_made(client, crooked, offered, roles):
    offered(crooked)
    response = signed_on(client, roles=roles or "none")
    assert response.status_code == 403
    assert "gave you no role here" in response.content.decode()
    assert not User.objects.exists()


def test_roles_follow_the_provider_at_each_sign_on(client, crooked, offered):
    offered(crooked)
    for roles, ours in (("desk", {"assistant"}), ("desk,chief", {"assistant", "lead"}), ("chief", {"lead"})):
        signed_on(client, roles=roles)
        assert set(User.objects.get().groups.values_list("name", flat=True)) == ours
    assert signed_on(client, roles="none").status_code == 403
    assert not User.objects.get().groups.exists()


def test_an_account_is_found_by_the_providers_number_never_by_its_name(client, crooked, offered, account):
    local = account("administrator", username="testa.voorbeeld")
    offered(crooked)
    signed_on(client)
    made = SignOn.objects.get().user
    assert made.pk != local.pk
    assert made.username == "testa.voorbeeld-2"
    signed_on(type(client)(), sub="s-2")
    assert SignOn.objects.count() == 2


def test_an_account_that_was_made_inactive_stays_out(client, crooked, offered):
    offered(crooked)
    signed_on(client)
    User.objects.update(is_active=False)
    assert signed_on(type(client)()).status_code == 403


def test_where_the_provider_asked_for_one_factor_only_we_ask_for_the_second(
    client, crooked, offered, settings
):
    settings.STAFF_SECOND_FACTOR = True
    offered(crooked)
    assert signed_on(client, lie="one_factor")["Location"] == "/staff/login/choose/"
    assert not is_in(client)
    assert signed_on(client)["Location"] == "/staff/"
    assert is_in(client)


def test_a_provider_that_is_away_is_told_in_words(client, offered):
    offered("http://127.0.0.1:1")
    response = client.get(START)
    assert response.status_code == 403
    assert "does not answer" in response.content.decode()


def test_nobody_is_sent_to_a_strangers_site_after_signing_on(client, crooked, offered):
    offered(crooked)
    assert signed_on(client, start=f"{START}?next=https://evil.example/")["Location"] == "/staff/"


@pytest.mark.parametrize("page", [START, "/staff/login/signed-on/"])
def test_without_a_provider_there_are_no_such_pages(client, page):
    assert client.get(page).status_code == 404
    assert START not in client.get("/staff/login/").content.decode()


def test_with_a_provider_the_log_in_page_leads_there(client, crooked, offered):
    offered(crooked)
    assert START in client.get("/staff/login/").content.decode()
