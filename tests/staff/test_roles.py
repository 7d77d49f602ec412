import pytest
from django.contrib.auth.models import Group, Permission

from servicepoint.staff.roles import ROLES, ensure_roles

pytestmark = pytest.mark.django_db
LOCATIONS, USERS, RECORD = "locations/location", "auth/user", "audit/entry"

MAY_SEE = {
    "": set(),
    "assistant": {LOCATIONS},
    "hall-host": {LOCATIONS},
    "lead": {LOCATIONS},
    "administrator": {LOCATIONS, USERS, RECORD},
}


@pytest.mark.parametrize("role", MAY_SEE)
@pytest.mark.parametrize("section", [LOCATIONS, USERS, RECORD])
def test_each_role_sees_its_sections_and_is_refused_the_others(logged_in, role, section):
    browser = logged_in(role)
    expected = section in MAY_SEE[role]
    assert browser.get(f"/staff/admin/{section}/").status_code == (200 if expected else 403)
    assert (f"/staff/admin/{section}/" in browser.get("/staff/").content.decode()) is expected


@pytest.mark.parametrize(
    "page", ["/staff/", "/staff/admin/", "/staff/admin/auth/user/", "/staff/admin/audit/entry/"]
)
@pytest.mark.parametrize("kind", ["stranger", "resident"])
def test_who_is_no_staff_is_sent_to_the_log_in(client, account, page, kind):
    if kind == "resident":
        client.force_login(account(is_staff=False))
    response = client.get(page, follow=True)
    assert response.redirect_chain[-1][0].startswith("/staff/login/?next=/staff/")


@pytest.mark.parametrize(("role", "status"), [("assistant", 403), ("lead", 200)])
def test_an_assistant_reads_openings_and_a_lead_writes_them(logged_in, role, status):
    assert logged_in(role).get("/staff/admin/locations/closure/add/").status_code == status


def test_roles_are_made_once_and_put_right_when_somebody_changed_them():
    lead = Group.objects.get(name="lead")
    before = set(lead.permissions.values_list("codename", flat=True))
    lead.permissions.clear()
    lead.permissions.add(Permission.objects.get(codename="delete_user"))
    ensure_roles()
    ensure_roles()
    assert set(lead.permissions.values_list("codename", flat=True)) == before
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_may_write_the_record_or_give_single_permissions(role):
    codenames = set(Group.objects.get(name=role).permissions.values_list("codename", flat=True))
    assert not codenames & {"add_entry", "change_entry", "delete_entry", "add_permission", "change_group"}
    assert "delete_user" not in codenames
