"""Reads: free slots, and appointments as their parties and staff may see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q

from servicepoint.kit import clock
from servicepoint.kit.period import moment_of, tick_of
from servicepoint.kit.reference import digest, normal_code
from servicepoint.notifications.note import Note
from servicepoint.notifications.queries import Delivery, delivery_log, state_by_topic

from . import keys, people, telling
from .actions.hold import Hold, as_hold
from .held import held
from .models import Appointment, Attendee, Claim
from .outside import Stranded, stranded_at
from .party import Ask, Slot
from .people import Coming
from .places import free_starts, lead_of
from .places import places_by_day as free_places_by_day
from .snapshot import snapshot

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which slots someone wants to see; empty means any. `part_of_day` is "morning" or "afternoon"."""

    first_day: date | None = None
    last_day: date | None = None
    part_of_day: str = ""
    weekdays: frozenset[int] = frozenset()

    def part_of(self, day: date) -> tuple[int, int] | None:
        """Return the ticks of a Dutch day that are wanted, from and until; weekdays are ISO numbers."""
        is_wanted = (
            (self.first_day is None or day >= self.first_day)
            and (self.last_day is None or day <= self.last_day)
            and (not self.weekdays or day.isoweekday() in self.weekdays)
        )
        if not is_wanted:
            return None
        starts_at, ends_at = clock.day_bounds(day)
        noon = clock.moment_on(day, NOON)
        if self.part_of_day == "morning":
            ends_at = noon
        elif self.part_of_day:
            starts_at = noon
        return tick_of(starts_at), tick_of(ends_at)


@dataclass(frozen=True, slots=True)
class Offer:
    """Free slots, and until when they stay the same by themselves: holds run out, and lead times pass."""

    slots: tuple[Slot, ...]
    good_until: datetime


@dataclass(frozen=True, slots=True)
class State:
    """The numbers of a location's openings and of its days: equal as long as nothing changed."""

    opening_version: int
    day_versions: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Found:
    """An appointment in a list of staff's: enough to choose by, and nobody named."""

    id: int
    code: str
    status: str
    starts_at: datetime
    persons: int


@dataclass(frozen=True, slots=True)
class AttendeeView:
    """A person of an appointment; `position` names them in addresses and forms."""

    position: int
    service: str
    situation: str
    first_name: str
    last_name: str
    birth_date: date | None
    v_number: str
    only_requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """An appointment as its party sees it; moments are UTC, `key` opens its manage page."""

    id: int
    location_id: int
    code: str
    key: str
    status: str
    starts_at: datetime
    ends_at: datetime
    language: str
    email: str
    phone: str
    moves_left: int
    sequence: int
    people: tuple[AttendeeView, ...]
    needs: Mapping[str, str | bool] = field(default_factory=dict)
    moves: int = 0

    @property
    def basket(self) -> tuple[str, ...]:
        """One service per person, in their order."""
        return tuple(person.service for person in self.people)


@dataclass(frozen=True, slots=True)
class OnDay:
    """An appointment in the list of a day: without contact details and without its key."""

    id: int
    code: str
    starts_at: datetime
    ends_at: datetime
    language: str
    needs: Mapping[str, str | bool]
    people: tuple[AttendeeView, ...]

    @property
    def basket(self) -> tuple[str, ...]:
        """One service per person, in their order."""
        return tuple(person.service for person in self.people)


def free_slots(ask: Ask, *, now: datetime, wish: Wish | None = None) -> Iterator[Slot]:
    """Yield the free slots for the party, earliest first, as they stand in the database now.

    One query when nothing changed since this process last asked. Raises UnknownService, PartySizeWrong.
    """
    wanted = wish.part_of if wish and wish != Wish() else None
    for start_tick, end_tick in free_starts(ask, now, wanted):
        yield Slot(moment_of(start_tick), moment_of(end_tick))


def offer(ask: Ask, *, now: datetime) -> Offer:
    """Return all free slots for the party, to be remembered with `state_of`, asked before this.

    One query when nothing changed. Raises UnknownService, PartySizeWrong.
    """
    slots = tuple(free_slots(ask, now=now))
    good_until = snapshot(ask.location_id, now).same_until(now)
    if slots:  # its first time leaves when less than the lead time is left, maybe in the middle of a tick
        good_until = min(good_until, slots[0].starts_at - lead_of(ask))
    return Offer(slots, good_until)


def state_of(location_id: int, *, now: datetime) -> State:
    """Return a value that is another one as soon as an opening or taken time of the location changed.

    One query. What was worked out while it stayed the same is still right (see `Offer.good_until`).
    """
    seen = snapshot(location_id, now)
    return State(seen.opening_version, seen.day_versions)


def places_by_day(ask: Ask, *, now: datetime) -> dict[date, int]:
    """Return how many such parties could come on each day from now on, all counters together."""
    return dict(free_places_by_day(ask, now))


def booked_for(v_numbers: Iterable[str], service: str, *, now: datetime) -> dict[str, Coming]:
    """Return the coming appointment of each of these V-numbers for a service; none without one."""
    return people.coming_of(v_numbers, service, now)


def held_under(secret: str, now: datetime) -> Hold | None:
    """Return the hold of a secret that has not run out."""
    claim = held(secret)
    return as_hold(claim) if claim and claim.expires_at > now else None


def by_key(key: str) -> AppointmentView | None:
    """Return the appointment that a manage link opens, until its data is forgotten."""
    row = Appointment.objects.filter(key_digest=digest(key), forgotten_at=None).first()
    return _view(row) if row else None


def by_id(appointment_id: int) -> AppointmentView | None:
    """Return an appointment that an act of this room named."""
    row = Appointment.objects.filter(id=appointment_id, forgotten_at=None).first()
    return _view(row) if row else None


def by_code(code: str, birth_date: date | None = None, *, v_number: str = "") -> AppointmentView | None:
    """Return the appointment of a code if one of its persons was born on that day.

    Of a person who was not asked for a birth date (and of nobody else) the V-number says that it is them.
    Unknown code and wrong day are one question with the same answer: nothing is read or compared of an
    appointment that is not theirs, so the time it takes says nothing about it.
    """
    proof = Q(birth_date=birth_date) if birth_date else Q(pk__in=[])
    if v_number:
        proof |= Q(birth_date=None, v_number=v_number)
    theirs = Attendee.objects.filter(
        proof,
        appointment__code=normal_code(code),
        appointment__forgotten_at=None,
        dropped_at=None,
    )
    found = theirs.values_list("appointment_id", flat=True).first()
    return by_id(found) if found is not None else None


def id_of_code(code: str) -> int | None:
    """Return the appointment with this code, for who stands before us with it: an id, nothing of anyone."""
    found = Appointment.objects.filter(code=normal_code(code), forgotten_at=None)
    return found.values_list("id", flat=True).first()


def on_day(location_id: int, day: date) -> tuple[OnDay, ...]:
    """Return the booked appointments of a Dutch day at a location, earliest first, with everyone's name.

    Two queries, whatever the number.
    """
    starts_at, ends_at = clock.day_bounds(day)
    rows = Appointment.objects.filter(
        location_id=location_id,
        status="booked",
        forgotten_at=None,
        starts_at__gte=starts_at,
        starts_at__lt=ends_at,
    ).order_by("starts_at", "id")
    people: dict[int, list[AttendeeView]] = {row.id: [] for row in rows}
    coming = Attendee.objects.filter(appointment_id__in=list(people), dropped_at=None)
    for each in coming.order_by("position"):
        people[each.appointment_id].append(_attendee_view(each))
    return tuple(
        OnDay(row.id, row.code, row.starts_at, row.ends_at, row.language, row.needs, tuple(people[row.id]))
        for row in rows
    )


def baskets_on(location_id: int, day: date) -> tuple[tuple[int, datetime, tuple[str, ...]], ...]:
    """Return (id, start, one service per person) of each booked appointment of a day; one query, no names."""
    rows = Claim.objects.filter(location_id=location_id, day=day, appointment__isnull=False)
    found = rows.order_by("start_tick", "id").values_list("appointment_id", "start_tick", "basket")
    return tuple((number, moment_of(tick), tuple(basket)) for number, tick, basket in found if number)


def found_by(
    *, code: str = "", v_number: str = "", name: str = "", birth_date: date | None = None
) -> list[Found]:
    """Return the appointments that staff look for by a code, a V-number, or a name and birth date.

    Newest first, twenty at most, and no more of each than tells one from another.
    """
    if code:
        ids = people.ids_by_code(code)
    elif v_number:
        ids = people.ids_by_v_number(v_number)
    else:
        ids = people.ids_by_name(name, birth_date) if birth_date else []
    return _found(ids)


def found_of_person(*, birth_date: date, code: str = "", v_number: str = "") -> list[Found]:
    """Return the appointments of who was born on that day and is in that of the code, or has the V-number."""
    return _found(people.ids_of_person(birth_date=birth_date, code=code, v_number=v_number))


def outside_openings(location_id: int, now: datetime) -> tuple[Stranded, ...]:
    """Return coming appointments that no opening of their counter holds any more, earliest first."""
    return stranded_at(location_id, now)


def note_for(appointment_id: int) -> Note:
    """Return what the letter, the calendar file and the confirmation page say."""
    return telling.note_of(Appointment.objects.get(id=appointment_id))


def messages_about(appointment_id: int) -> tuple[Delivery, ...]:
    """Return what was sent about an appointment, and how that went."""
    return delivery_log(f"appointment:{appointment_id}")


def missed_mails(appointment_ids: Sequence[int]) -> dict[int, str]:
    """Return how the mail about a missed appointment stands for each: `queued`, `sent`, ...

    Empty when none was asked for, `no_address` when it cannot be. Two queries.
    """
    rows = Appointment.objects.filter(id__in=list(appointment_ids)).values_list("id", "email")
    told = state_by_topic([f"appointment:{each}" for each in appointment_ids], "missed")
    return {each: told.get(f"appointment:{each}", "" if email else "no_address") for each, email in rows}


def _found(ids: list[int]) -> list[Found]:
    rows = {row.id: row for row in Appointment.objects.filter(id__in=ids).prefetch_related("attendees")}
    return [
        Found(
            id=row.id,
            code=row.code,
            status=row.status,
            starts_at=row.starts_at,
            persons=sum(1 for each in row.attendees.all() if each.dropped_at is None),
        )
        for row in (rows[found] for found in ids)
    ]


def _view(row: Appointment) -> AppointmentView:
    return AppointmentView(
        id=row.id,
        location_id=row.location_id,
        code=row.code,
        key=keys.manage_key(row),
        status=row.status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        language=row.language,
        email=row.email,
        phone=row.phone,
        moves_left=max(settings.MOVES_MAX - row.moves, 0),
        sequence=row.sequence,
        people=tuple(_attendee_view(each) for each in telling.open_attendees(row)),
        needs=row.needs,
        moves=row.moves,
    )


def _attendee_view(row: Attendee) -> AttendeeView:
    return AttendeeView(
        position=row.position,
        service=row.service,
        situation=row.situation,
        first_name=row.first_name,
        last_name=row.last_name,
        birth_date=row.birth_date,
        v_number=row.v_number,
        only_requirements=tuple(row.only_requirements),
    )
