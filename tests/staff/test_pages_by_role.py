"""Every page of staff's, for every role: shown, or refused; to a stranger the log-in and nothing else."""

from uuid import UUID

import pytest
from django.urls import reverse

from servicepoint.staff.roles import ROLES
from servicepoint.staff.urls import urlpatterns
from tests.world import make_world

pytestmark = pytest.mark.django_db
EVERYBODY = {*ROLES, ""}
CALLS = {"telephone-agent", "lead", "administrator"}
RECORD = {"auditor", "administrator"}
COUNTER = {"assistant", "lead"}
HALL = {"assistant", "hall-host", "lead"}
DEVICES = {"lead", "administrator"}
DELIVERIES = {"lead", "administrator"}
LETTERS = {"telephone-agent", "lead", "administrator"}
BATCHES = {"lead", "administrator"}
SITTING = UUID(int=1)  # there is none with this number: who may come in hears so

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
    "counter": COUNTER,
    "counter_line": COUNTER,
    "counter_open": COUNTER,
    "counter_act": COUNTER,
    "visit_note": COUNTER,
    "visit_identity": COUNTER,
    "hand_over": COUNTER,
    "receipt": COUNTER,
    "other_document": COUNTER,
    **dict.fromkeys(
        ("safe", "scan_in", "promised", "document", "document_move", "stock", "stock_take", "stock_part"),
        COUNTER,
    ),
    **dict.fromkeys(("stock_finish", "stock_settle", "returns", "destruction", "balance"), COUNTER),
    "destruction_decide": {"lead"},
    "today": COUNTER,
    "today_part": COUNTER,
    "today_print": COUNTER,
    "today_file": COUNTER,
    "photo": COUNTER,
    "photo_accept": COUNTER,
    "fingers": COUNTER,
    "fingers_impossible": COUNTER,
    "fingers_decide": COUNTER,
    "done": COUNTER,
    "board": {"lead"},
    "board_part": {"lead"},
    "board_close": {"lead"},
    "board_walk_ins": {"lead"},
    "board_missed": {"lead"},
    "waiting": {"lead"},
    "letters": LETTERS,
    "letter": LETTERS,
    "letter_again": LETTERS,
    "letter_stop": BATCHES,
    "letter_returned": LETTERS,
    "letter_address": LETTERS,
    "letter_paper": BATCHES,
    "letter_batches": BATCHES,
    "letter_batch_again": BATCHES,
    "overdue": {"lead"},
    "hall": HALL,
    "hall_of": HALL,
    "hall_lists": HALL,
    "hall_arrive": HALL,
    "hall_guest": HALL,
    "hall_back": HALL,
    "hall_gone": HALL,
    "hall_allow": {"lead"},
    "deliveries": DELIVERIES,
    "delivery_new": DELIVERIES,
    "delivery": DELIVERIES,
    "delivery_part": DELIVERIES,
    "delivery_faults": DELIVERIES,
    "delivery_not_here": DELIVERIES,
    "invite": DELIVERIES,
    "devices": DEVICES,
    "device_revoke": DEVICES,
}
PARTS = {
    **dict.fromkeys(("hall_of", "hall_lists", "hall_arrive", "hall_guest", "hall_allow"), ("maastricht",)),
    **dict.fromkeys(("hall_back", "hall_gone"), ("maastricht", 1)),
    **dict.fromkeys(
        ("photo", "photo_accept", "fingers", "fingers_impossible", "fingers_decide", "done"), (SITTING,)
    ),
    "device_revoke": (1,),
    **dict.fromkeys(("delivery", "delivery_part", "delivery_faults", "delivery_not_here"), (SITTING,)),
    **dict.fromkeys(
        ("letter", "letter_stop", "letter_again", "letter_returned", "letter_address", "letter_paper"), (1,)
    ),
    "letter_batch_again": (SITTING,),
    **dict.fromkeys(("hand_over", "receipt"), (1, 1, 1)),
    "other_document": (1, 1),
    **dict.fromkeys(("document", "document_move", "destruction_decide"), (1,)),
    **dict.fromkeys(("stock_take", "stock_part", "stock_finish", "stock_settle"), (1,)),
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
LET_IN = SHOWN | {204, 302, 303, 400, 404, 409, 422}  # what was sent leads nowhere, and the page says so


def test_the_tables_above_name_every_page():
    assert {each.name for each in urlpatterns} == MAY_SEE.keys() | OF_THE_LOG_IN


def _address(page: str) -> str:
    return reverse(f"staff:{page}", args=PARTS.get(page, ()))


@pytest.mark.parametrize("page", MAY_SEE)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_sees_its_pages_and_is_refused_the_others(logged_in, role, page):
    make_world(name="maastricht")
    browser = logged_in(role)
    looked, sent = browser.get(_address(page)).status_code, browser.post(_address(page)).status_code
    if role in MAY_SEE[page]:
        assert looked in LET_IN
        assert sent in LET_IN
    else:
        assert (looked, sent) in {(403, 403), (405, 403), (403, 405)}


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
    for answer in (client.get(_address(page)), client.post(_address(page))):
        assert answer.status_code in (302, 404, 405)
        assert answer.get("Location", "/staff/login/").startswith("/staff/login/")


@pytest.mark.parametrize("section", ADMIN)
def test_a_stranger_sees_no_section_of_the_administration(client, section):
    answer = client.get(reverse(f"admin:{section}_changelist"), follow=True)
    assert answer.redirect_chain[-1][0].startswith("/staff/login/")
