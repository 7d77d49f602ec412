import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from servicepoint.audit.models import Entry
from servicepoint.audit.queries import entries_for
from tests.staff.conftest import PASSWORD

pytestmark = pytest.mark.django_db
USERS = "/staff/admin/auth/user/"


def _last(subject):
    return entries_for(subject)[-1]


def _fields(user, **changes):
    fields = {"username": user.username, "is_active": "on", "is_staff": "on", "email": "", "first_name": ""}
    return fields | {"groups": [group.pk for group in user.groups.all()]} | changes


def test_an_administrator_makes_an_account_and_it_is_recorded(logged_in):
    browser = logged_in("administrator")
    new = {
        "username": "new.voorbeeld",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    browser.post(f"{USERS}add/", new)
    user = User.objects.get(username="new.voorbeeld")
    entry = _last(f"auth.user:{user.pk}")
    assert (entry.act, entry.actor.name) == ("auth.user.added", "administrator.voorbeeld")


def test_a_change_is_recorded_with_the_names_of_the_fields_but_not_their_values(logged_in, account):
    user = account("assistant")
    lead = Group.objects.get(name="lead")
    changed = _fields(user, first_name="Testa", groups=[lead.pk])
    assert logged_in("administrator").post(f"{USERS}{user.pk}/change/", changed).status_code == 302
    entry = _last(f"auth.user:{user.pk}")
    assert (entry.act, entry.facts) == ("auth.user.changed", {"fields": ["first_name", "groups"]})
    assert set(user.groups.all()) == {lead}


def test_a_look_at_an_account_is_recorded(logged_in, account):
    user = account("assistant")
    logged_in("administrator").get(f"{USERS}{user.pk}/change/")
    assert _last(f"auth.user:{user.pk}").act == "personal_data.viewed"


def test_nobody_becomes_a_superuser_in_the_admin_site(logged_in, account):
    user = account("assistant")
    page = logged_in("administrator").get(f"{USERS}{user.pk}/change/").content.decode()
    assert "is_superuser" not in page
    assert "user_permissions" not in page
    logged_in("administrator", username="second.voorbeeld").post(
        f"{USERS}{user.pk}/change/", _fields(user, is_superuser="on")
    )
    user.refresh_from_db()
    assert not user.is_superuser


@pytest.mark.parametrize("page", ["change", "password"])
def test_an_administrator_cannot_take_over_a_superuser(logged_in, account, page):
    owner = account(username="owner.voorbeeld", is_superuser=True)
    new = _fields(owner, password1="taken over by another", password2="taken over by another")
    response = logged_in("administrator").post(f"{USERS}{owner.pk}/{page}/", new)
    owner.refresh_from_db()
    assert response.status_code == 403
    assert owner.check_password(PASSWORD)


def test_a_superuser_may_change_another_ones_password_and_it_is_recorded(logged_in, account):
    user = account("lead")
    new = {"password1": "a second invented password", "password2": "a second invented password"}
    logged_in(is_superuser=True).post(f"{USERS}{user.pk}/password/", {**new, "usable_password": "true"})
    user.refresh_from_db()
    assert user.check_password(new["password1"])
    assert _last(f"auth.user:{user.pk}").facts == {"fields": ["password"]}


def test_an_account_changes_its_own_password_and_it_is_recorded(logged_in):
    browser = logged_in("assistant")
    new = "a second invented password"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post("/staff/admin/password_change/", fields).status_code == 302
    user = User.objects.get()
    assert [entry.act for entry in entries_for(f"auth.user:{user.pk}")] == ["staff.password_changed"]


@pytest.mark.parametrize("password", ["short", "password1234", "assistant.voorbeeld"])
def test_a_weak_password_is_refused(logged_in, password):
    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert logged_in("assistant").post("/staff/admin/password_change/", fields).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("role", ["administrator", "superuser"])
def test_nobody_deletes_an_account(logged_in, account, role):
    user = account("lead")
    browser = logged_in(is_superuser=True) if role == "superuser" else logged_in(role)
    assert browser.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_the_record_can_be_read_and_filtered_and_not_written_even_by_a_superuser(logged_in):
    browser = logged_in("administrator")
    browser.get(f"{USERS}{User.objects.get().pk}/change/")
    entry = Entry.objects.get()
    page = browser.get("/staff/admin/audit/entry/", {"actor_kind": "staff", "q": "auth.user"})
    assert "personal_data.viewed" in page.content.decode()
    owner = logged_in(username="owner.voorbeeld", is_superuser=True)
    assert owner.get("/staff/admin/audit/entry/add/").status_code == 403
    assert owner.post(f"/staff/admin/audit/entry/{entry.pk}/change/", {"act": "x"}).status_code == 403
    assert owner.post(f"/staff/admin/audit/entry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_admin_site_has_no_log_in_of_its_own(client, logged_in):
    assert client.get("/staff/admin/login/").headers["Location"].startswith("/staff/login/")
    assert logged_in("lead").get("/staff/admin/login/").headers["Location"] == "/staff/admin/"


def test_leaving_by_the_admin_site_is_recorded_too(logged_in):
    logged_in("lead").post("/staff/admin/logout/")
    assert _last(f"auth.user:{User.objects.get().pk}").act == "staff.logged_out"


@pytest.mark.parametrize(("language", "words"), [("nl", "Beheer"), ("en", "Administration")])
def test_the_admin_site_speaks_the_readers_language(logged_in, language, words):
    browser = logged_in("administrator")
    browser.cookies["django_language"] = language
    assert words in browser.get("/staff/admin/").content.decode()


def test_a_change_that_fails_half_way_leaves_neither_row_nor_record(account):
    browser = Client(raise_request_exception=False)
    browser.force_login(account("administrator"))
    fields = {"username": "lead.voorbeeld" * 20, "usable_password": "true", "password1": PASSWORD}
    assert browser.post(f"{USERS}add/", fields).status_code == 200
    assert not Entry.objects.exists()
