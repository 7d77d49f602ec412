from dataclasses import replace
from datetime import timedelta

import pytest

from servicepoint.appointments import actions, queries
from servicepoint.appointments.errors import (
    AlreadyBooked,
    LastPerson,
    MoveLimitReached,
    NoRoomForParty,
    NotOpen,
    PartySizeWrong,
    SamePersonTwice,
    SlotTaken,
    TooLateToChange,
    UnknownPerson,
    UnknownService,
)
from servicepoint.appointments.models import Claim
from servicepoint.appointments.party import Contact
from servicepoint.kit.actor import RESIDENT
from servicepoint.notifications.models import Message
from servicepoint.notifications.note import note_from_json
from servicepoint.notifications.rendering import mail
from servicepoint.services.models import Fee, Requirement, Service, ServiceLength
from servicepoint.services.queries import forget_catalogue
from tests.world import NOW, THURSDAY, TUESDAY, World, at, book, make_tiny_world, person

NINE = at(TUESDAY, 9)
ACT = {"now": NOW, "actor": RESIDENT}


def _starts(world: World, *basket: str):
    return [slot.starts_at for slot in queries.free_slots(world.ask(*basket), now=NOW)]


def _states():
    return list(Message.objects.order_by("id").values_list("kind", "state"))


def test_a_move_gives_the_new_place_and_frees_the_old(world: World) -> None:
    booked = book(world, NINE)
    actions.move(booked.appointment_id, starts_at=at(THURSDAY, 10), **ACT)
    view = queries.by_key(booked.key)
    assert (view.starts_at, view.code, view.sequence) == (at(THURSDAY, 10), booked.code, 1)
    assert NINE in _starts(world)
    assert at(THURSDAY, 10) not in _starts(world)


def test_a_move_to_a_taken_place_leaves_everything_as_it_was(world: World) -> None:
    booked = book(world, NINE)
    book(world, at(THURSDAY, 10), person(2))
    with pytest.raises(SlotTaken):
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 10), **ACT)
    view = queries.by_key(booked.key)
    assert (view.starts_at, view.sequence, view.moves_left) == (NINE, 0, 3)
    assert Claim.objects.count() == 2


def test_a_visit_may_move_over_its_own_old_time(world: World) -> None:
    family = [person(number, service="NAT") for number in (1, 2)]  # 45 minutes
    booked = book(world, NINE, *family)
    actions.move(booked.appointment_id, starts_at=at(TUESDAY, 9, 10), **ACT)
    actions.move(booked.appointment_id, starts_at=NINE, **ACT)
    assert queries.by_key(booked.key).ends_at == at(TUESDAY, 9, 45)
    assert Claim.objects.count() == 1


def test_times_over_its_own_are_offered_to_the_party_and_to_nobody_else(world: World) -> None:
    booked = book(world, NINE, person(1, service="NAT"))
    mine = replace(world.ask("NAT"), appointment_id=booked.appointment_id)
    assert next(queries.free_slots(mine, now=NOW)).starts_at == at(TUESDAY, 9, 10)
    assert at(TUESDAY, 9, 10) not in _starts(world, "NAT")


def test_moving_again_to_the_same_time_counts_once(world: World) -> None:
    booked = book(world, NINE)
    for _ in range(2):
        actions.move(booked.appointment_id, starts_at=at(TUESDAY, 10), **ACT)
    assert queries.by_key(booked.key).moves_left == 2


def test_moves_are_limited(world: World, settings) -> None:
    settings.MOVES_MAX = 1
    booked = book(world, NINE)
    actions.move(booked.appointment_id, starts_at=at(TUESDAY, 10), **ACT)
    with pytest.raises(MoveLimitReached):
        actions.move(booked.appointment_id, starts_at=NINE, **ACT)


@pytest.mark.parametrize(
    ("minutes_before", "refusal"), [(61, None), (60, None), (59, TooLateToChange), (0, NotOpen)]
)
def test_a_visit_that_starts_soon_cannot_move(world: World, minutes_before, refusal) -> None:
    booked = book(world, NINE)
    late = NINE - timedelta(minutes=minutes_before)
    if refusal is None:
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 9), now=late, actor=RESIDENT)
        return
    with pytest.raises(refusal):
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 9), now=late, actor=RESIDENT)


def test_a_move_withdraws_the_old_reminders_and_makes_new_ones(world: World) -> None:
    booked = book(world, at(THURSDAY, 9))
    actions.move(booked.appointment_id, starts_at=at(THURSDAY, 10), **ACT)
    assert _states() == [
        ("confirmed", "queued"),
        ("reminder", "withdrawn"),
        ("moved", "queued"),
        ("reminder", "queued"),
    ]


def test_a_cancellation_frees_the_time_and_withdraws_reminders(world: World) -> None:
    booked = book(world, at(THURSDAY, 9))
    for _ in range(2):
        actions.cancel(booked.appointment_id, **ACT)
    assert at(THURSDAY, 9) in _starts(world)
    assert queries.by_key(booked.key).status == "cancelled"
    assert _states() == [("confirmed", "queued"), ("reminder", "withdrawn"), ("cancelled", "queued")]


def test_a_cancelled_appointment_cannot_be_changed(world: World) -> None:
    booked = book(world, NINE)
    actions.cancel(booked.appointment_id, **ACT)
    with pytest.raises(NotOpen):
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 9), **ACT)
    with pytest.raises(NotOpen):
        actions.add_person(booked.appointment_id, person(2), **ACT)
    with pytest.raises(NotOpen):
        actions.change_contact(booked.appointment_id, Contact("nl"), **ACT)
    with pytest.raises(NotOpen):
        actions.resend(booked.appointment_id, nonce="n", **ACT)


def test_who_had_a_visit_cannot_cancel_it(world: World) -> None:
    booked = book(world, NINE)
    with pytest.raises(NotOpen):
        actions.cancel(booked.appointment_id, now=NINE, actor=RESIDENT)


def test_an_appointment_that_never_was_is_not_open(world: World) -> None:
    with pytest.raises(NotOpen):
        actions.cancel(0, **ACT)


def test_dropping_a_person_frees_the_time_at_the_end(world: World) -> None:
    booked = book(world, NINE, person(1), person(2))
    for _ in range(2):
        actions.drop_person(booked.appointment_id, position=1, **ACT)
    view = queries.by_key(booked.key)
    assert [each.last_name for each in view.people] == ["Voorbeeld-2"]
    assert (view.starts_at, view.ends_at, view.sequence) == (NINE, at(TUESDAY, 9, 10), 1)
    assert at(TUESDAY, 9, 10) in _starts(world)


def test_a_dropped_person_may_book_alone(world: World) -> None:
    booked = book(world, NINE, person(1), person(2))
    actions.drop_person(booked.appointment_id, position=1, **ACT)
    assert book(world, at(THURSDAY, 9), person(1)).code


def test_the_last_person_cannot_be_dropped(world: World) -> None:
    booked = book(world, NINE)
    with pytest.raises(LastPerson):
        actions.drop_person(booked.appointment_id, position=1, **ACT)


def test_someone_else_cannot_be_dropped(world: World) -> None:
    booked = book(world, NINE, person(1), person(2))
    with pytest.raises(UnknownPerson):
        actions.drop_person(booked.appointment_id, position=3, **ACT)


def test_a_person_is_added_at_the_same_time(world: World) -> None:
    booked = book(world, NINE)
    for _ in range(2):
        actions.add_person(booked.appointment_id, person(2), idempotency_key="add", **ACT)
    view = queries.by_key(booked.key)
    assert [each.last_name for each in view.people] == ["Voorbeeld-1", "Voorbeeld-2"]
    assert (view.starts_at, view.ends_at) == (NINE, at(TUESDAY, 9, 20))


def test_a_person_who_does_not_fit_leaves_the_place_as_it_was(world: World) -> None:
    booked = book(world, NINE)
    book(world, at(TUESDAY, 9, 10), person(3))
    with pytest.raises(NoRoomForParty):
        actions.add_person(booked.appointment_id, person(2), **ACT)
    view = queries.by_key(booked.key)
    assert (len(view.people), view.ends_at) == (1, at(TUESDAY, 9, 10))


def test_a_longer_visit_goes_to_another_counter_when_its_own_is_taken(two_counters: World) -> None:
    booked = book(two_counters, NINE)
    book(two_counters, at(TUESDAY, 9, 10), person(3), person(4))  # best fit: behind the first one
    actions.add_person(booked.appointment_id, person(2), **ACT)
    assert queries.by_key(booked.key).ends_at == at(TUESDAY, 9, 20)


def test_the_same_person_cannot_be_added_again(world: World) -> None:
    booked = book(world, NINE)
    with pytest.raises((AlreadyBooked, SamePersonTwice)):
        actions.add_person(booked.appointment_id, person(1), **ACT)


def test_a_seventh_person_is_refused(world: World) -> None:
    booked = book(world, NINE, *(person(number) for number in range(1, 7)))
    with pytest.raises(PartySizeWrong):
        actions.add_person(booked.appointment_id, person(7), **ACT)


def test_an_opening_of_ten_minutes_has_no_room_for_two(db: None) -> None:
    world = make_tiny_world(10)
    booked = book(world, NINE)
    with pytest.raises(NoRoomForParty):
        actions.add_person(booked.appointment_id, person(2), **ACT)


def test_a_new_mail_address_makes_the_old_link_useless(world: World) -> None:
    booked = book(world, NINE)
    key = actions.change_contact(booked.appointment_id, Contact("nl", email="nieuw@example.org"), **ACT)
    assert queries.by_key(booked.key) is None
    assert queries.by_key(key).email == "nieuw@example.org"


def test_the_earlier_address_is_told_and_learns_nothing(world: World) -> None:
    booked = book(world, NINE)
    actions.change_contact(booked.appointment_id, Contact("en", email="nieuw@example.org"), **ACT)
    told = Message.objects.get(kind="address_changed")
    assert told.recipient == "testa@example.org"
    sent = mail(note_from_json(told.note), "address_changed", "en", to=told.recipient)
    whole = "".join([sent.subject, sent.body, *(str(each.content) for each in sent.alternatives)])
    secrets = (booked.code, queries.by_id(booked.appointment_id).key, "Voorbeeld", "nieuw@", "24 November")
    assert [each for each in secrets if each in whole] == []
    assert "088 000 00 00" in whole
    assert sent.attachments == []


def test_the_link_stays_when_only_the_telephone_changes(world: World) -> None:
    booked = book(world, NINE)
    contact = Contact("nl", email="testa@example.org", phone="+31 43 000 00 00")
    assert actions.change_contact(booked.appointment_id, contact, **ACT) == booked.key
    assert not Message.objects.filter(kind="address_changed").exists()


def test_the_confirmation_is_sent_again_once_per_wish(world: World) -> None:
    booked = book(world, NINE)
    for nonce in ("first", "first", "second"):
        actions.resend(booked.appointment_id, nonce=nonce, **ACT)
    assert Message.objects.filter(kind="confirmed").count() == 3


def test_a_code_opens_with_the_birth_date_of_anyone_in_the_party(world: World) -> None:
    booked = book(world, NINE, person(1), person(2, birth_date=person().birth_date.replace(year=2015)))
    spoken = f"{booked.code[:3]} {booked.code[3:].lower()}"
    assert queries.by_code(spoken, person().birth_date).id == booked.appointment_id
    assert queries.by_code(spoken, person().birth_date.replace(year=2015)).id == booked.appointment_id


def test_a_code_without_the_right_birth_date_opens_nothing(world: World) -> None:
    booked = book(world, NINE, person(1), person(2, birth_date=person().birth_date.replace(year=2015)))
    actions.drop_person(booked.appointment_id, position=2, **ACT)
    assert queries.by_code(booked.code, person().birth_date.replace(year=2014)) is None
    assert queries.by_code(booked.code, person().birth_date.replace(year=2015)) is None  # dropped
    assert queries.by_code("ZZZZZZ", person().birth_date) is None


def test_a_wrong_code_costs_as_many_queries_as_a_wrong_day(world: World, django_assert_num_queries) -> None:
    booked = book(world, NINE)
    with django_assert_num_queries(1):
        queries.by_code(booked.code, person().birth_date.replace(year=1901))
    with django_assert_num_queries(1):
        queries.by_code("ZZZZZZ", person().birth_date)


def test_persons_are_forgotten_some_days_after_the_visit(world: World, settings) -> None:
    booked = book(world, NINE, replace(person(), bsn="123456782"))
    day = timedelta(days=1)
    actions.forget(NINE + settings.KEEP_DAYS * day)
    assert queries.by_key(booked.key).people[0].first_name == "Testa"
    assert actions.forget(NINE + (settings.KEEP_DAYS + 1) * day)["appointments"] == 1
    assert queries.by_key(booked.key) is None


def test_the_party_is_told_amount_and_note_of_a_fee_in_both_languages(world: World) -> None:
    service = Service.objects.get(code="DOC")
    Fee.objects.create(
        service=service, valid_from=TUESDAY, amount_cents=19_750, note={"nl": "Pin.", "en": "By card."}
    )
    forget_catalogue()
    fee = queries.note_for(book(world, NINE).appointment_id).people[0].fee
    assert fee == {"nl": "€ 197,50 per persoon. Pin.", "en": "€197.50 for each person. By card."}


def test_the_party_is_told_what_must_be_true_of_a_paper(world: World) -> None:
    detail = {"nl": "De akte is gelegaliseerd.", "en": "It is legalised."}
    text = {"nl": "Uw akte", "en": "Your certificate"}
    service = Service.objects.get(code="DOC")
    Requirement.objects.create(service=service, code="akte", text=text, detail=detail, valid_from=TUESDAY)
    forget_catalogue()
    told = queries.note_for(book(world, NINE).appointment_id).people[0].requirements
    assert told == ({"nl": "Uw akte. De akte is gelegaliseerd.", "en": "Your certificate. It is legalised."},)


def test_the_party_is_told_what_happens_for_each_service(world: World) -> None:
    for code in ("DOC", "BIO"):
        Service.objects.filter(code=code).update(steps=[{"nl": f"Stap {code}", "en": f"Step {code}"}])
    forget_catalogue()
    booked = book(world, NINE, person(1), person(2, service="BIO"), person(3, service="BIO"))
    told = queries.note_for(booked.appointment_id).steps
    assert [(each.service["en"], each.texts[0]["en"]) for each in told] == [
        ("Service DOC", "Step DOC"),
        ("Service BIO", "Step BIO"),
    ]


@pytest.mark.parametrize("how", ["out of use", "no length"])
def test_a_service_that_is_offered_no_more_can_still_be_left_but_not_moved(world: World, how: str) -> None:
    booked = book(world, NINE, person(1), person(2))
    if how == "out of use":
        Service.objects.update(active=False)
    else:
        ServiceLength.objects.all().delete()
    forget_catalogue()
    with pytest.raises(UnknownService):
        actions.move(booked.appointment_id, starts_at=at(THURSDAY, 9), **ACT)
    actions.drop_person(booked.appointment_id, position=2, **ACT)
    assert queries.by_key(booked.key).ends_at == at(TUESDAY, 9, 20)
    actions.cancel(booked.appointment_id, **ACT)
    assert queries.by_key(booked.key).status == "cancelled"
