import pytest
from django.contrib.auth.models import User

from servicepoint.audit.queries import entries_for
from servicepoint.kit import clock
from servicepoint.limits.rules import LIMITS
from servicepoint.staff.acts import UNKNOWN_ACCOUNT
from tests.staff.conftest import PASSWORD

LOGIN = "/staff/login/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def _try(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def _acts(user):
    return [(entry.act, entry.actor.name) for entry in entries_for(f"auth.user:{user.pk}")]


def test_a_staff_member_logs_in_and_out_and_both_are_recorded(client, account):
    user = account("lead")
    assert _try(client, user.username).headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert client.post("/staff/logout/").headers["Location"] == LOGIN
    assert client.get("/staff/").status_code == 302
    assert _acts(user) == [("staff.logged_in", user.username), ("staff.logged_out", user.username)]


def test_the_session_ends_with_the_browser_and_its_cookie_is_not_for_scripts(client, account):
    cookie = _try(client, account("lead").username).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_session_known_before_the_log_in_is_worth_nothing_after_it(client, account):
    session = client.session
    session["known"] = True
    session.save()
    before = session.session_key
    _try(client, account("lead").username)
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("lead.voorbeeld", "wrong"),
        ("unknown.voorbeeld", PASSWORD),
        ("resident.voorbeeld", PASSWORD),
        ("former.voorbeeld", PASSWORD),
    ],
)
def test_every_refusal_reads_the_same(client, account, username, password):
    account("lead")
    account(username="resident.voorbeeld", is_staff=False)
    account("lead", username="former.voorbeeld", is_active=False)
    response = _try(client, username, password)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Please enter the correct username and password for a staff account" in page
    assert "<title>Error:" in page
    assert client.get("/staff/").status_code == 302


def test_a_failed_try_is_recorded_with_the_account_but_never_with_what_was_typed(client, account):
    user = account("lead")
    _try(client, user.username, "wrong")
    _try(client, "a password typed here")
    assert _acts(user) == [("staff.login_failed", "")]
    (entry,) = entries_for(UNKNOWN_ACCOUNT)
    assert "password" not in f"{entry.subject}{entry.actor}{entry.facts}"


def test_an_empty_form_says_per_field_what_is_missing(client):
    page = _try(client, "", "").content.decode()
    assert page.count("This field is required.") >= 2
    assert 'href="#id_username"' in page


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_strangers_site_after_logging_in(client, account, next_page):
    assert _try(client, account("lead").username, next=next_page).headers["Location"] == "/staff/"


def test_one_account_can_be_tried_a_few_times_only_even_with_the_right_password(client, account, settings):
    settings.RATE_LIMITS = True
    user = account("lead")
    with clock.frozen(clock.now()):
        for _ in range(LIMITS["login.account"].times):
            assert _try(client, user.username, "wrong").status_code == 200
        refusal = _try(client, user.username.upper())
        assert refusal.status_code == 429
        assert int(refusal["Retry-After"]) > 0
        other = account("assistant")
        assert _try(client, other.username).status_code == 302


def test_an_unknown_name_is_slowed_down_like_a_known_one(client, settings):
    settings.RATE_LIMITS = True
    with clock.frozen(clock.now()):
        answers = [_try(client, "unknown").status_code for _ in range(LIMITS["login.account"].times + 1)]
    assert answers[-2:] == [200, 429]


def test_one_address_cannot_try_a_long_list_of_names(client, settings, account):
    settings.RATE_LIMITS = True
    user = account("lead")
    with clock.frozen(clock.now()):
        for number in range(LIMITS["login.address"].times):
            _try(client, f"name{number}")
        assert _try(client, user.username).status_code == 429
        assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize("name", ["\x00", "x" * 5_000, "'; DROP TABLE audit_entry; --"])
def test_odd_names_are_refused_like_any_other(client, name):
    assert _try(client, name).status_code == 200
    assert User.objects.count() == 0


def test_log_out_needs_a_post(client, account):
    client.force_login(account("lead"))
    assert client.get("/staff/logout/").status_code == 405
    assert client.get("/staff/").status_code == 200


def test_a_language_can_be_chosen_and_stays(client, account):
    client.force_login(account("lead"))
    client.post("/staff/language/", {"language": "nl", "next": "/staff/"})
    assert "Uitloggen" in client.get("/staff/").content.decode()
    client.post("/staff/language/", {"language": "en", "next": "/staff/"})
    assert "Log out" in client.get("/staff/").content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demonstration_names_its_accounts(client, settings, is_demo):
    settings.DEMO = is_demo
    assert ("demo-lead-maastricht" in client.get(LOGIN).content.decode()) is is_demo
