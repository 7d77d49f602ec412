"""Every page of staff's, for every role: shown, or refused; to a stranger the log-in and nothing else."""

import pytest
from django.urls import reverse

from servicepoint.staff.roles import ROLES
from servicepoint.staff.urls import urlpatterns

pytestmark = pytest.mark.django_db
EVERYBODY = {*ROLES, ""}
CALLS = {"telephone-agent", "lead", "administrator"}
RECORD = {"auditor", "administrator"}

# What is shown to whom. Pages of the log-in are for everybody: 302 where there is nothing to do.
MAY_SEE = {
    "start": EVERYBODY,
    "conflicts": {"lead", "administrator"},
    "record": RECORD,
    "telephone": CALLS,
    "open_found": CALLS,
    "book_for_caller": CALLS,
    "end_call": CALLS,
    "factors": EVERYBODY,
}
OF_THE_LOG_IN = {
    "login", "logout", "second", "passkey", "recovery", "choose", "sign_on", "signed_on", "language",
    "add_app", "add_passkey", "remove_factor", "new_codes",
}  # fmt: skip
ADMIN = {
    "locations_location": {"assistant", "hall-host", "telephone-agent", "lead", "administrator"},
    "services_service": {"assistant", "hall-host", "telephone-agent", "lead", "administrator"},
    "notifications_message": {"lead", "administrator"},
    "appointments_appointment": {"lead", "administrator"},
    "auth_user": {"administrator"},
    "audit_entry": RECORD,
}
SHOWN = {200, 405}  # 405: let in, but the page takes a POST only


def test_the_tables_above_name_every_page():
    assert {each.name for each in urlpatterns} == MAY_SEE.keys() | OF_THE_LOG_IN


@pytest.mark.parametrize("page", MAY_SEE)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_sees_its_pages_and_is_refused_the_others(logged_in, role, page):
    expected = SHOWN if role in MAY_SEE[page] else {403}
    browser = logged_in(role)
    method = browser.post if page in ("open_found", "book_for_caller", "end_call") else browser.get
    shown = method(reverse(f"staff:{page}")).status_code
    assert shown in (expected | {302} if role in MAY_SEE[page] and method == browser.post else expected)


@pytest.mark.parametrize("section", ADMIN)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_sees_its_sections_of_the_administration(logged_in, role, section):
    expected = 200 if role in ADMIN[section] else 403
    assert logged_in(role).get(reverse(f"admin:{section}_changelist")).status_code == expected


@pytest.mark.parametrize("page", sorted((MAY_SEE.keys() | OF_THE_LOG_IN) - {"login", "language"}))
@pytest.mark.parametrize("kind", ["stranger", "resident"])
def test_a_stranger_sees_nothing(client, account, page, kind):
    if kind == "resident":
        client.force_login(account(is_staff=False))
    for answer in (client.get(reverse(f"staff:{page}")), client.post(reverse(f"staff:{page}"))):
        assert answer.status_code in (302, 404, 405)
        assert answer.get("Location", "/staff/login/").startswith("/staff/login/")


@pytest.mark.parametrize("section", ADMIN)
def test_a_stranger_sees_no_section_of_the_administration(client, section):
    answer = client.get(reverse(f"admin:{section}_changelist"), follow=True)
    assert answer.redirect_chain[-1][0].startswith("/staff/login/")
