"""A machine in the hall is let in with a code that is good once and briefly, and can be shut out."""

from datetime import timedelta

import pytest

from servicepoint.audit.models import Entry
from servicepoint.devices import actions, queries
from servicepoint.devices.errors import DeviceUnknown, EnrolmentUnknown, KindUnknown
from servicepoint.devices.models import Device
from servicepoint.kit.actor import Actor
from tests.world import NOW, make_world

LEAD = Actor("staff", "lead.voorbeeld")


@pytest.fixture
def here(db) -> int:
    return make_world(1).location_id


def announced(here: int, kind: str = "kiosk", now=NOW) -> actions.Announced:
    return actions.announce(here, kind=kind, name="By the door", now=now, actor=LEAD)


def test_a_machine_is_let_in_with_its_code_and_known_by_its_secret(here):
    device, secret = actions.enrol(announced(here).code, now=NOW)
    assert queries.device_lately(secret, now=NOW) == device
    assert (device.kind, device.location_id) == ("kiosk", here)


def test_a_code_may_be_typed_with_spaces_and_small_letters(here):
    code = announced(here).code
    actions.enrol(f" {code[:3]}-{code[3:].lower()} ", now=NOW)


def test_a_code_is_good_once(here):
    code = announced(here).code
    actions.enrol(code, now=NOW)
    with pytest.raises(EnrolmentUnknown):
        actions.enrol(code, now=NOW)


def test_a_code_is_good_for_a_quarter_of_an_hour(here):
    code = announced(here).code
    with pytest.raises(EnrolmentUnknown):
        actions.enrol(code, now=NOW + timedelta(minutes=15))


@pytest.mark.parametrize("code", ["", "AAAAAA"])
def test_an_unknown_code_lets_nothing_in(here, code):
    announced(here)
    with pytest.raises(EnrolmentUnknown):
        actions.enrol(code, now=NOW)


def test_a_machine_that_was_removed_is_a_stranger_at_once(here):
    device, secret = actions.enrol(announced(here).code, now=NOW)
    queries.device_lately(secret, now=NOW)
    actions.revoke(device.id, now=NOW, actor=LEAD)
    assert queries.device_lately(secret, now=NOW) is None


def test_another_worker_notices_within_seconds(here):
    device, secret = actions.enrol(announced(here).code, now=NOW)
    queries.device_lately(secret, now=NOW)
    Device.objects.filter(id=device.id).update(revoked_at=NOW)
    later = NOW + timedelta(seconds=queries.FRESH_SECONDS)
    assert queries.device_lately(secret, now=later - timedelta(milliseconds=1)) is not None
    assert queries.device_lately(secret, now=later) is None


def test_a_machine_that_waits_for_its_code_can_be_removed_too(here):
    waiting = announced(here)
    actions.revoke(waiting.device_id, now=NOW, actor=LEAD)
    with pytest.raises(EnrolmentUnknown):
        actions.enrol(waiting.code, now=NOW)


def test_what_is_no_machine_is_refused(here):
    with pytest.raises(KindUnknown):
        announced(here, kind="fridge")
    with pytest.raises(KindUnknown):
        actions.announce(here, kind="kiosk", name="  ", now=NOW, actor=LEAD)
    with pytest.raises(DeviceUnknown):
        actions.revoke(0, now=NOW, actor=LEAD)


def test_the_table_holds_neither_code_nor_secret(here):
    waiting = announced(here)
    row = Device.objects.get()
    assert waiting.code.encode() not in bytes(row.code_digest)
    _device, secret = actions.enrol(waiting.code, now=NOW)
    row.refresh_from_db()
    assert row.code_digest is None
    assert bytes.fromhex(secret) != bytes(row.secret_digest)


def test_each_step_is_in_the_record_and_a_second_removal_is_not(here):
    device, _secret = actions.enrol(announced(here).code, now=NOW)
    for _ in range(2):
        actions.revoke(device.id, now=NOW, actor=LEAD)
    acts = Entry.objects.filter(subject=f"device:{device.id}").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["devices.announced", "devices.enrolled", "devices.revoked"]


def test_the_list_says_how_each_machine_stands(here):
    first = announced(here, now=NOW - timedelta(hours=1))
    announced(here, kind="display")
    device, _secret = actions.enrol(announced(here).code, now=NOW)
    assert [each.state for each in queries.devices(now=NOW)] == ["in_use", "announced", "expired"]
    actions.revoke(device.id, now=NOW, actor=LEAD)
    assert next(each.state for each in queries.devices(now=NOW)) == "revoked"
    assert queries.devices(now=NOW)[-1].id == first.device_id
