"""A sitting from its opening to its close: what is kept, what is dropped, who may decide what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from servicepoint.audit.queries import entries_for
from servicepoint.biometrics import actions, queries
from servicepoint.biometrics.actions import Place, Reason
from servicepoint.biometrics.errors import (
    NotAsked,
    NothingToAccept,
    PictureRefused,
    ReasonUnknown,
    SealingOff,
    SittingClosed,
    SittingUnfinished,
    SupervisorNeeded,
)
from servicepoint.biometrics.models import Capture, Exemption, Sitting
from simulators.prints import print_of
from tests.biometrics.conftest import ASSISTANT, LEAD, NOW
from tests.biometrics.faces import Face, jpeg

PERMANENT = Reason("permanent", "missing")


def photo(sitting, face=None, now=NOW):
    face = face or Face()
    return actions.record_photo(sitting, picture=jpeg(face), marks=face.marks, actor=ASSISTANT, now=now)


def take_print(sitting, hand="right", finger="index", score=70, seed=1):
    picture = print_of(seed, quality="good")
    place = Place(hand, finger)
    return actions.record_print(sitting, picture=picture, place=place, score=score, actor=ASSISTANT, now=NOW)


def accept(taken):
    actions.accept(taken.capture_id, actor=ASSISTANT, now=NOW)


def override(taken, supervisor=None, reason="worn_ridges"):
    actions.override(taken.capture_id, reason=reason, actor=ASSISTANT, supervisor=supervisor, now=NOW)


def impossible(sitting, hand="right", finger="all", reason=PERMANENT):
    actions.exempt(sitting, hand=hand, finger=finger, reason=reason, actor=ASSISTANT, now=NOW)


def close(sitting):
    actions.close_sitting(sitting, actor=ASSISTANT, now=NOW)


def envelopes():
    return Capture.objects.exclude(sealed=None).count()


def test_opening_a_sitting_twice_gives_the_same_one(open_sitting):
    assert open_sitting() == open_sitting()
    assert open_sitting("visit:1/2") != open_sitting()


def test_a_sitting_is_found_by_its_subject_and_says_what_is_asked(open_sitting):
    open_sitting(age=5)
    assert queries.sitting_of("visit:1/1").asked == ("photo",)
    assert queries.sitting_of("visit:9/9") is None


def test_a_good_photo_is_sealed_accepted_and_queued(open_sitting):
    sitting = open_sitting(age=3)
    accept(photo(sitting))
    row = Capture.objects.get()
    assert (row.state, row.problems, row.kind) == ("due", [], "photo")
    assert queries.sitting(sitting).is_settled


def test_of_several_photos_only_the_best_is_kept(open_sitting):
    sitting = open_sitting()
    first, second = photo(sitting, Face(blur=6)), photo(sitting)
    third = photo(sitting, Face(tilt=9))
    assert [first.is_best, second.is_best, third.is_best] == [True, True, False]
    assert queries.sitting(sitting).photo.best.id == second.capture_id
    assert envelopes() == 1


def test_a_photo_with_problems_is_accepted_for_a_reason_only(open_sitting):
    taken = photo(open_sitting(), Face(tilt=9))
    with pytest.raises(NothingToAccept):
        accept(taken)
    with pytest.raises(ReasonUnknown):
        override(taken, reason="because")
    override(taken, reason="medical")
    assert Capture.objects.get().override_by == ASSISTANT.name


def test_after_the_photo_is_accepted_no_other_is_taken(open_sitting):
    sitting = open_sitting()
    accept(photo(sitting))
    with pytest.raises(NotAsked):
        photo(sitting)


def test_a_good_print_of_each_hand_and_a_photo_settle_a_sitting(open_sitting):
    sitting = open_sitting()
    accept(photo(sitting))
    accept(take_print(sitting, "right"))
    with pytest.raises(SittingUnfinished):
        close(sitting)
    accept(take_print(sitting, "left"))
    close(sitting)
    assert queries.sitting(sitting).closed
    with pytest.raises(SittingClosed):
        take_print(sitting)


def test_only_the_finger_whose_turn_it_is_may_be_sent(open_sitting):
    sitting = open_sitting()
    with pytest.raises(NotAsked):
        take_print(sitting, finger="thumb")
    with pytest.raises(NotAsked):
        take_print(sitting, hand="third")


def test_no_prints_are_taken_below_six(open_sitting):
    with pytest.raises(NotAsked):
        take_print(open_sitting(age=5))


def test_of_three_poor_prints_the_best_is_kept_and_the_middle_finger_comes(open_sitting):
    sitting = open_sitting()
    best = [take_print(sitting, score=score) for score in (20, 31, 25)][1]
    hand = queries.sitting(sitting).hand("right")
    assert (hand.best.id, hand.next.finger, hand.may_decide) == (best.capture_id, "middle", True)
    assert envelopes() == 1


def test_a_poor_print_is_accepted_by_a_supervisor_who_is_somebody_else(open_sitting):
    sitting = open_sitting()
    best = [take_print(sitting, score=score) for score in (20, 31, 25)][1]
    with pytest.raises(SupervisorNeeded):
        override(best)
    with pytest.raises(SupervisorNeeded):
        override(best, supervisor=ASSISTANT)
    override(best, supervisor=LEAD)
    assert queries.sitting(sitting).hand("right").accepted.override_reason == "worn_ridges"


def test_nobody_decides_before_the_third_attempt(open_sitting):
    taken = take_print(open_sitting(), score=20)
    with pytest.raises(NothingToAccept):
        override(taken, supervisor=LEAD)


def test_the_database_itself_wants_another_account_for_a_poor_print(open_sitting):
    taken = take_print(open_sitting(), score=20)
    with pytest.raises(IntegrityError, match="capture_poor_print_needs_another_account"):
        Capture.objects.filter(pk=taken.capture_id).update(
            override_reason="medical", override_by=ASSISTANT.name
        )


def test_a_finger_that_cannot_be_used_is_left_out(open_sitting):
    sitting = open_sitting()
    impossible(sitting, finger="index", reason=Reason("temporary", "injured"))
    assert queries.sitting(sitting).hand("right").next.finger == "middle"
    with pytest.raises(ReasonUnknown):
        impossible(sitting, reason=Reason("permanent", "tired"))


def test_a_hand_that_cannot_be_used_settles_it(open_sitting):
    sitting = open_sitting()
    accept(photo(sitting))
    impossible(sitting, "right")
    accept(take_print(sitting, "left"))
    assert queries.sitting(sitting).hand("right").exempt
    close(sitting)


def test_what_is_no_picture_is_refused_and_leaves_nothing(open_sitting):
    sitting = open_sitting()
    with pytest.raises(PictureRefused):
        actions.record_photo(sitting, picture=b"no", marks=Face().marks, actor=ASSISTANT, now=NOW)
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BIOMETRICS_CERTIFICATE", "", "no_certificate"),
        ("BIOMETRICS_CERTIFICATE", "nowhere.pem", "certificate_unreadable"),
        ("BIOMETRICS_CERTIFICATE", "pyproject.toml", "certificate_unreadable"),
        ("BIOMETRICS_HANDOVER_URL", "", "no_receiver"),
    ],
)
def test_without_a_certificate_or_a_receiver_nothing_is_taken_and_the_reason_is_told(
    open_sitting, settings, name, value, reason
):
    sitting = open_sitting()
    setattr(settings, name, value)
    with pytest.raises(SealingOff) as refused:
        photo(sitting)
    assert refused.value.reason == reason == queries.reason_off(NOW)
    assert not Capture.objects.exists()


def test_a_certificate_that_ran_out_is_not_sealed_to(open_sitting):
    sitting = open_sitting()
    with pytest.raises(SealingOff, match="certificate_not_valid_now"):
        photo(sitting, now=NOW + timedelta(days=3000))


def test_everything_that_happened_is_in_the_record_and_nothing_of_the_person(open_sitting):
    sitting = open_sitting()
    accept(photo(sitting))
    impossible(sitting, "right")
    accept(take_print(sitting, "left"))
    close(sitting)
    acts = [entry.act for entry in entries_for(f"biometrics.sitting:{sitting}")]
    taken = ["biometrics.taken", "biometrics.accepted"]
    assert acts == ["biometrics.opened", *taken, "biometrics.exempted", *taken, "biometrics.closed"]


def test_after_the_days_set_nobody_knows_whose_sitting_it_was(open_sitting, settings):
    sitting = open_sitting(age=3)
    impossible_elsewhere = open_sitting("visit:1/2")
    impossible(impossible_elsewhere)
    later = NOW + timedelta(days=settings.KEEP_DAYS, seconds=1)
    assert actions.forget(NOW + timedelta(days=settings.KEEP_DAYS)) == 0
    assert actions.forget(later) == 2
    assert set(Sitting.objects.values_list("subject", flat=True)) == {""}
    assert not Exemption.objects.exists()
    assert queries.sitting(sitting).age == 3
