"""The staff door and the admin site in a real browser, under the same strict content policy as all pages."""

import re

import pytest
from django.contrib.auth.models import Group, User

from servicepoint.audit.models import Entry
from tests.browser.checks import assert_accessible, assert_fits, tab_to

PASSWORD = "an invented password of staff"
NAME = "testa.voorbeeld"
ADMIN = "/staff/admin/"


@pytest.fixture
def administrator(browse):
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    return user


@pytest.fixture
def staff_page(browse, administrator):
    """Open a page in which the administrator is logged in."""

    def opened(**kind):
        page = browse(**kind)
        page.goto("/staff/")
        page.locator("#id_username").fill(NAME)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url("**/staff/")
        return page

    return opened


@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_log_in_and_the_start_page_are_accessible_and_fit(browse, staff_page, language, width):
    page = browse(language=language, width=width)
    page.goto("/staff/login/")
    assert_accessible(page)
    assert_fits(page)
    page.locator("main form button").first.click()
    assert page.title().startswith("Fout:" if language == "nl" else "Error:")
    assert_accessible(page)
    page = staff_page(language=language, width=width)
    assert_accessible(page)
    assert_fits(page)


def test_a_staff_member_gets_in_and_out_by_keyboard_without_javascript(browse, administrator):
    page = browse(javascript=False)
    page.goto("/staff/admin/auth/user/")
    tab_to(page, "id_username")
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation(url=re.compile(r"\d/staff/admin/auth/user/$")):
        page.keyboard.press("Enter")
    page.goto("/staff/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/staff/login/")


def test_every_section_of_the_admin_site_works_under_the_strict_policy(staff_page):
    page = staff_page()
    links = page.locator("main section a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert {f"{ADMIN}auth/user/", f"{ADMIN}audit/entry/"} <= set(links)
    for link in [ADMIN, *links]:
        assert page.goto(link).ok
        if page.locator(".object-tools .addlink").count():
            page.locator(".object-tools .addlink").click()
            page.locator("input[name=_save]").wait_for()
        page.goto(link)
        rows = page.locator("#result_list tbody th a")
        if rows.count():
            rows.first.click()
            page.locator("#content .submit-row").wait_for()


def test_widgets_that_need_scripts_work_and_leave_their_mark_in_the_record(staff_page, administrator):
    page = staff_page()
    page.goto(f"{ADMIN}auth/user/{administrator.pk}/change/")
    page.locator("#id_groups_from").select_option(label="lead")
    page.locator("#id_groups_add, #id_groups_add_link").click()
    assert page.locator("#id_groups_to option", has_text="lead").count() == 1
    page.locator("input[name=_save]").click()
    page.wait_for_url("**/staff/admin/auth/user/")
    assert set(administrator.groups.values_list("name", flat=True)) == {"administrator", "lead"}
    assert Entry.objects.filter(act="auth.user.changed", actor_name=NAME).count() == 1


def test_the_list_can_be_filtered_searched_and_acted_on(staff_page):
    page = staff_page()
    page.goto(f"{ADMIN}audit/entry/?actor_kind=staff")
    assert page.locator("#result_list tbody tr").count() == 1
    page.locator("#searchbar").fill("auth.user")
    page.locator("#changelist-search input[type=submit]").click()
    assert page.locator("#result_list tbody tr").count() == 1
