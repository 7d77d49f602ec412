"""A password alone opens nothing: digits, recovery codes, lock-out, and the ways back."""

import re
from datetime import timedelta

import pytest

from servicepoint.accounts import actions
from servicepoint.accounts.models import Authenticator, RecoveryCode
from servicepoint.accounts.queries import factors_of
from servicepoint.accounts.rules import digits_at, step_at
from servicepoint.audit.queries import entries_for
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from servicepoint.limits.rules import LIMITS
from tests.staff.conftest import PASSWORD
from tests.world import NOW

pytestmark = pytest.mark.django_db
LOGIN, SECOND, CHOOSE, APP = (
    "/staff/login/",
    "/staff/login/second/",
    "/staff/login/choose/",
    "/staff/second-factor/app/",
)


@pytest.fixture(autouse=True)
def two_factors_are_needed(settings, one_factor_is_enough):
    settings.STAFF_SECOND_FACTOR = True
    with clock.frozen(NOW):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def enrolled(account):
    """Make an account with an app."""

    def made(role="lead"):
        user = account(role)
        secret = actions.start_app(user.pk, now=NOW)
        actions.confirm_app(user.pk, digits_at(secret, step_at(NOW) - 1), now=NOW, actor=SYSTEM)
        return user

    return made


def password(client, user, **more):
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD, **more})


def digits(user, steps=0):
    return digits_at(Authenticator.objects.get(user=user).secret, step_at(clock.now()) + steps)


def acts(user):
    return [(entry.act, entry.facts.get("kind")) for entry in entries_for(f"auth.user:{user.pk}")]


def is_in(client):
    return client.get("/staff/").status_code == 200


def test_the_password_alone_opens_no_page(client, enrolled):
    assert password(client, enrolled())["Location"] == SECOND
    assert client.get("/staff/")["Location"].startswith(LOGIN)
    assert client.get("/staff/admin/").status_code == 302


def test_with_the_digits_one_is_in_where_one_was_going_and_it_is_recorded(client, enrolled):
    user = enrolled()
    password(client, user, next="/staff/conflicts/")
    assert client.post(SECOND, {"digits": digits(user)})["Location"] == "/staff/conflicts/"
    assert is_in(client)
    assert acts(user)[-1] == ("staff.logged_in", "digits")
    assert client.cookies["sessionid"]["max-age"] == ""


def test_wrong_digits_are_refused_recorded_and_say_what_helps(client, enrolled):
    user = enrolled()
    password(client, user)
    response = client.post(SECOND, {"digits": "000000"})
    assert response.status_code == 422
    assert "Wait for the next ones" in response.content.decode()
    assert acts(user)[-1][0] == "staff.second_factor_failed"
    assert not is_in(client)


def test_the_same_digits_do_not_open_a_second_browser(client, enrolled):
    user = enrolled()
    password(client, user)
    used = digits(user)
    client.post(SECOND, {"digits": used})
    client.post("/staff/logout/")
    password(client, user)
    assert client.post(SECOND, {"digits": used}).status_code == 422
    with clock.frozen(NOW + timedelta(seconds=30)):
        assert client.post(SECOND, {"digits": digits(user)}).status_code == 302


def test_half_logged_in_lasts_ten_minutes(client, enrolled):
    user = enrolled()
    password(client, user)
    with clock.frozen(NOW + timedelta(minutes=11)):
        assert client.post(SECOND, {"digits": digits(user)})["Location"] == LOGIN
        assert not is_in(client)


def test_a_password_changed_in_between_ends_it(client, enrolled):
    user = enrolled()
    password(client, user)
    user.set_password("a second invented password")
    user.save()
    assert client.get(SECOND)["Location"] == LOGIN


def test_an_account_made_inactive_in_between_stays_out(client, enrolled):
    user = enrolled()
    password(client, user)
    user.is_active = False
    user.save()
    assert client.post(SECOND, {"digits": digits(user)})["Location"] == LOGIN


@pytest.mark.parametrize(
    "page", [SECOND, "/staff/login/recovery/", CHOOSE, APP, "/staff/second-factor/passkey/"]
)
def test_strangers_see_none_of_these_pages(client, page):
    assert client.get(page)["Location"] == LOGIN


def test_the_first_log_in_asks_to_choose_and_then_shows_the_codes_for_paper_once(client, account):
    user = account("assistant")
    assert password(client, user)["Location"] == CHOOSE
    assert client.get(CHOOSE).status_code == 200
    page = client.get(APP).content.decode()
    secret = Authenticator.objects.get(user=user).secret
    assert secret[:4] in page
    assert client.get(APP).content.decode().count(secret[:4]) == page.count(
        secret[:4]
    )  # a refresh changes nothing
    page = client.post(APP, {"digits": digits(user)}).content.decode()
    codes = re.findall(r"<code[^>]*>([A-Z0-9-]{14})</code>", page)
    assert len(codes) == 10
    assert is_in(client)
    assert factors_of(user.pk).recovery_left == 10
    assert codes[0] not in client.get("/staff/second-factor/").content.decode()


def test_wrong_digits_do_not_enrol(client, account):
    user = account("assistant")
    password(client, user)
    client.get(APP)
    assert client.post(APP, {"digits": "000000"}).status_code == 422
    assert not factors_of(user.pk).is_enrolled
    assert not is_in(client)


@pytest.mark.parametrize("page", [APP, "/staff/second-factor/passkey/", CHOOSE])
def test_who_knows_a_password_only_cannot_add_a_factor_to_an_account_that_has_one(client, enrolled, page):
    user = enrolled()
    password(client, user)
    assert client.get(page)["Location"] == SECOND
    if page != CHOOSE:
        assert client.post(page, {"digits": digits(user), "answer": "{}"})["Location"] == SECOND
    assert not is_in(client)


def test_a_recovery_code_opens_once(client, enrolled):
    user = enrolled()
    code = actions.new_recovery_codes(user.pk, now=NOW, actor=SYSTEM)[3]
    password(client, user)
    typed = {"recovery": f" {code.lower()} "}
    assert client.post("/staff/login/recovery/", typed)["Location"] == "/staff/"
    client.post("/staff/logout/")
    password(client, user)
    assert client.post("/staff/login/recovery/", typed).status_code == 422
    assert ("accounts.recovery_code_used", None) in acts(user)
    assert factors_of(user.pk).recovery_left == 9


def test_another_accounts_recovery_code_opens_nothing(client, enrolled, account):
    other = account("assistant")
    code = actions.new_recovery_codes(other.pk, now=NOW, actor=SYSTEM)[0]
    password(client, enrolled())
    assert client.post("/staff/login/recovery/", {"recovery": code}).status_code == 422


def test_the_database_holds_neither_secret_nor_codes_in_the_open(client, enrolled):
    user = enrolled()
    codes = actions.new_recovery_codes(user.pk, now=NOW, actor=SYSTEM)
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_authenticator")
        assert Authenticator.objects.get().secret.encode() not in bytes(cursor.fetchone()[0])
    assert codes[0].replace("-", "").encode() not in bytes(RecoveryCode.objects.order_by("id").first().digest)


def test_the_second_step_can_be_tried_a_few_times_only_and_an_administrator_lifts_the_lock(
    client, enrolled, account, settings
):
    settings.RATE_LIMITS = True
    user = enrolled()
    password(client, user)
    for _ in range(LIMITS["login.second"].times):
        assert client.post(SECOND, {"digits": "000000"}).status_code == 422
    assert client.post(SECOND, {"digits": digits(user)}).status_code == 429
    chief = type(client)()
    chief.cookies["django_language"] = "en"
    chief.force_login(account("administrator"))
    users = "/staff/admin/auth/user/"
    assert "2 min" in chief.get(users).content.decode()
    chief.post(users, {"action": "lift_lock", "_selected_action": [user.pk]})
    assert client.post(SECOND, {"digits": digits(user)}).status_code == 302
    assert "staff.unlocked" in [act for act, _kind in acts(user)]


def fresh(browser):
    session = browser.session
    session["proved_at"] = clock.now().isoformat()
    session.save()


def test_an_administrator_who_proved_themselves_resets_a_second_factor(logged_in, enrolled):
    user = enrolled()
    browser = logged_in("administrator")
    act = {"action": "reset_second_factor", "_selected_action": [user.pk]}
    assert browser.post("/staff/admin/auth/user/", act)["Location"].startswith(LOGIN)
    assert factors_of(user.pk).is_enrolled
    fresh(browser)
    browser.post("/staff/admin/auth/user/", act)
    assert not factors_of(user.pk).is_enrolled
    entry = entries_for(f"auth.user:{user.pk}")[-1]
    assert (entry.act, entry.actor.name) == ("accounts.second_factor_reset", "administrator.voorbeeld")


def test_nobody_else_resets_one(logged_in, enrolled):
    user = enrolled("assistant")
    browser = logged_in("lead")
    fresh(browser)
    act = {"action": "reset_second_factor", "_selected_action": [user.pk]}
    assert browser.post("/staff/admin/auth/user/", act).status_code == 403
    assert factors_of(user.pk).is_enrolled


def test_an_administrator_does_not_reset_a_superusers(logged_in, account):
    owner = account(username="owner.voorbeeld", is_superuser=True)
    secret = actions.start_app(owner.pk, now=NOW)
    actions.confirm_app(owner.pk, digits_at(secret, step_at(NOW)), now=NOW, actor=SYSTEM)
    browser = logged_in("administrator")
    fresh(browser)
    browser.post("/staff/admin/auth/user/", {"action": "reset_second_factor", "_selected_action": [owner.pk]})
    assert factors_of(owner.pk).is_enrolled


@pytest.mark.parametrize("act", ["remove", "codes"])
def test_changing_ones_factors_asks_for_a_new_proof_after_ten_minutes(client, enrolled, act):
    user = enrolled()
    password(client, user)
    client.post(SECOND, {"digits": digits(user)})
    with clock.frozen(NOW + timedelta(minutes=11)):
        answer = client.post(f"/staff/second-factor/{act}/", {"which": "app"})
        assert answer["Location"].startswith(SECOND)
        assert factors_of(user.pk).has_app
        client.get(answer["Location"])
        assert client.post(SECOND, {"digits": digits(user)})["Location"] == "/staff/second-factor/"
        assert client.post(f"/staff/second-factor/{act}/", {"which": "app"}).status_code in (200, 302)
        assert factors_of(user.pk).has_app is (act == "codes")


def test_an_account_with_a_factor_is_asked_for_it_where_the_setting_is_off_too(client, enrolled, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert password(client, enrolled())["Location"] == SECOND


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demonstration_shows_the_digits_and_only_of_its_own_accounts(
    client, account, settings, is_demo
):
    from servicepoint.staff import demo  # noqa: PLC0415

    settings.DEMO = True
    list(demo.make_accounts(NOW))
    settings.DEMO = is_demo
    client.post(LOGIN, {"username": "demo-lead", "password": "demo-lead-maastricht"})
    page = client.get(SECOND).content.decode()
    shown = re.search(r"<code>(\d{6})</code>", page)
    assert bool(shown) is is_demo
    if shown:
        assert client.post(SECOND, {"digits": shown[1]}).status_code == 302


def test_a_real_account_in_a_demonstration_keeps_its_digits_to_itself(client, enrolled, settings):
    settings.DEMO = True
    password(client, enrolled())
    assert not re.search(r"<code>\d{6}</code>", client.get(SECOND).content.decode())
