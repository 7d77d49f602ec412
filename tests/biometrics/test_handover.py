"""Out of the house: to a receiver that runs as a program, behaves well and badly, and opens what it gets."""

import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs7

from servicepoint.audit.queries import entries_for
from servicepoint.biometrics import actions, queries
from servicepoint.biometrics import receiver as adapter
from servicepoint.biometrics.models import Capture
from servicepoint.biometrics.tasks import sweep
from servicepoint.kit import clock
from tests.biometrics.conftest import ASSISTANT, NOW
from tests.biometrics.faces import Face, jpeg
from tests.traps.real_server import free_port

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def accepted(open_sitting):
    """Take and accept a photo; return its row."""
    sitting = open_sitting(age=3)
    face = Face()
    taken = actions.record_photo(sitting, picture=jpeg(face), marks=face.marks, actor=ASSISTANT, now=NOW)
    actions.accept(taken.capture_id, actor=ASSISTANT, now=NOW)
    return Capture.objects.get(pk=taken.capture_id)


def state(row):
    row.refresh_from_db()
    return row.state, row.sealed is not None


def test_what_was_accepted_is_handed_over_confirmed_and_deleted(accepted, receiver):
    assert actions.hand_over_one(accepted.pk, NOW) == 1
    assert state(accepted) == ("acknowledged", False)
    told = next(each for each in receiver.received()["opened"] if each["capture"] == str(accepted.pk))
    assert told["inside"]["kind"] == "photo"
    assert told["sha256"] == accepted.sealed_sha256
    acts = [entry.act for entry in entries_for(f"biometrics.sitting:{accepted.sitting_id}")]
    assert acts[-1] == "biometrics.acknowledged"


def test_only_the_receiver_can_open_an_envelope(accepted, receiver):
    sealed = bytes(accepted.sealed)
    assert jpeg(Face())[200:260] not in sealed
    key = load_pem_private_key((receiver.certificate.parent / "key.pem").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate(receiver.certificate.read_bytes())
    line, _mark, picture = pkcs7.pkcs7_decrypt_der(sealed, certificate, key, []).partition(b"\n")
    assert picture == jpeg(Face())
    assert json.loads(line)["capture"] == str(accepted.pk)


def test_what_is_not_accepted_stays_here(open_sitting, receiver):
    face = Face()
    sitting = open_sitting(age=3)
    actions.record_photo(sitting, picture=jpeg(face), marks=face.marks, actor=ASSISTANT, now=NOW)
    assert actions.hand_over_due(NOW) == 0
    assert Capture.objects.get().state == "sealed"


@pytest.mark.parametrize(
    ("behaviour", "code"), [("fail", "status_503"), ("refuse", "status_422"), ("forget", "receipt_wrong")]
)
def test_a_receiver_that_does_not_confirm_is_asked_again_later(accepted, receiver, behaviour, code):
    receiver.behave(behaviour)
    assert actions.hand_over_due(NOW) == 0
    assert state(accepted) == ("due", True)
    assert accepted.last_error == code
    receiver.behave("good")
    assert actions.hand_over_due(NOW) == 0, "not before its turn"
    assert actions.hand_over_due(LATER) == 1
    assert state(accepted) == ("acknowledged", False)


def test_one_who_takes_it_and_confirms_later_is_asked_for_the_receipt(accepted, receiver):
    receiver.behave("later")
    actions.hand_over_due(NOW)
    assert state(accepted) == ("handed_over", True)
    assert actions.hand_over_due(LATER) == 1
    assert state(accepted) == ("acknowledged", False)


def test_a_receiver_that_is_not_there_stops_the_round(accepted, settings):
    settings.BIOMETRICS_HANDOVER_URL = f"http://127.0.0.1:{free_port()}/envelopes"
    assert actions.hand_over_due(NOW) == 0
    assert (state(accepted), accepted.last_error) == (("due", True), "unreachable")


def test_a_slow_receiver_is_not_waited_for_longer_than_the_limit(accepted, receiver, monkeypatch):
    monkeypatch.setattr(adapter, "TIMEOUT_SECONDS", 0.5)
    receiver.behave("slow")
    assert actions.hand_over_due(NOW) == 0
    assert accepted.pk and state(accepted) == ("due", True)
    assert accepted.last_error == "timeout"


def test_one_without_the_token_is_refused(accepted, settings):
    settings.BIOMETRICS_HANDOVER_TOKEN = "wrong"
    assert actions.hand_over_due(NOW) == 0
    assert (state(accepted), accepted.last_error) == (("due", True), "status_401")


def test_an_envelope_mixed_up_with_another_is_found_out_by_the_receiver(accepted, receiver):
    other = adapter.Receiver(f"{receiver.address}/envelopes", "proef")
    name = "00000000-0000-4000-8000-000000000000"
    answer = adapter.put_envelope(other, name, bytes(accepted.sealed), accepted.sealed_sha256)
    assert (answer.outcome, answer.code) == ("refused", "status_422")


def test_handing_over_twice_is_harmless(accepted, receiver):
    before = receiver.received()["count"]
    target = adapter.Receiver(f"{receiver.address}/envelopes", "proef")
    for _ in range(2):
        answer = adapter.put_envelope(
            target, str(accepted.pk), bytes(accepted.sealed), accepted.sealed_sha256
        )
        assert answer.outcome == "acknowledged"
    assert receiver.received()["count"] == before + 1


def test_a_claim_of_a_worker_that_died_runs_out(accepted):
    Capture.objects.update(claimed_until=NOW + timedelta(minutes=3))
    assert actions.hand_over_due(LATER) == 0
    assert actions.hand_over_due(NOW + timedelta(minutes=3)) == 1


def test_what_is_not_confirmed_in_time_raises_one_alarm_and_is_listed(accepted, receiver, caplog):
    receiver.behave("fail")
    late = NOW + timedelta(minutes=31)
    assert queries.overdue(NOW + timedelta(minutes=29)) == ()
    assert [actions.alarm_late(late), actions.alarm_late(late)] == [1, 0]
    assert "biometrics_not_acknowledged" in caplog.text
    assert [each.subject for each in queries.overdue(late)] == ["visit:1/1"]


def test_at_the_hard_limit_it_is_deleted_whatever_happened_and_the_record_says_so(accepted, receiver):
    receiver.behave("fail")
    assert actions.delete_expired(accepted.delete_at - timedelta(seconds=1)) == 0
    assert actions.delete_expired(accepted.delete_at) == 1
    assert state(accepted) == ("expired", False)
    assert actions.hand_over_due(accepted.delete_at) == 0
    assert [each.state for each in queries.overdue(accepted.delete_at)] == ["expired"]
    last = entries_for(f"biometrics.sitting:{accepted.sitting_id}")[-1]
    assert (last.act, last.actor.kind) == ("biometrics.expired", "system")


def test_what_nobody_accepted_goes_at_the_hard_limit_too(open_sitting):
    face = Face()
    sitting = open_sitting(age=3)
    actions.record_photo(sitting, picture=jpeg(face), marks=face.marks, actor=ASSISTANT, now=NOW)
    assert actions.delete_expired(NOW + timedelta(hours=24)) == 1
    assert Capture.objects.get().state == "dropped"


def test_the_sweep_deletes_before_it_hands_over(accepted, receiver):
    with clock.frozen(accepted.delete_at):
        sweep(0)
    assert state(accepted) == ("expired", False)
