"""A picture comes in: measured, sealed at once, and only the best one kept.

The plain bytes live in the arguments of these functions and nowhere else: no file, no cache, no log, no job.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from cryptography import x509
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from servicepoint.audit.actions import record
from servicepoint.biometrics import queries, rules
from servicepoint.biometrics.actions.sittings import locked, name_of
from servicepoint.biometrics.envelope import sealed_to
from servicepoint.biometrics.errors import NotAsked, PictureRefused
from servicepoint.biometrics.models import Capture, Sitting
from servicepoint.biometrics.photo import Check, Marks, Subject, checks_of, head_in
from servicepoint.biometrics.readiness import certificate_at
from servicepoint.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Which finger."""

    hand: str
    finger: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a picture was found to be. `is_best`: it is the one that is kept now."""

    capture_id: UUID
    attempt: int
    checks: tuple[Check, ...]
    is_best: bool

    @property
    def problems(self) -> tuple[str, ...]:
        """The codes of what is not good enough."""
        return tuple(check.problem for check in self.checks if check.problem)


@dataclass(frozen=True, slots=True)
class _Measured:
    kind: str
    place: Place
    checks: tuple[Check, ...]
    numbers: dict[str, float]

    @property
    def problems(self) -> list[str]:
        return [check.problem for check in self.checks if check.problem]


@sensitive_variables("picture")
def record_photo(sitting_id: UUID, *, picture: bytes, marks: Marks, actor: Actor, now: datetime) -> Taken:
    """Measure, seal and keep a photo (JPEG or PNG, cut to 35 x 45) if it is the best so far.

    Raises SealingOff, PictureRefused, SittingUnknown, SittingClosed, NotAsked.
    """
    certificate = certificate_at(now)
    with locked(sitting_id) as sitting:
        taken = sitting.captures.filter(kind=rules.PHOTO)
        if taken.filter(accepted_at__isnull=False).exists() or taken.count() >= rules.PHOTOS_MAX:
            raise NotAsked
        measured = _photo(picture, marks, Subject(sitting.age, sitting.head_covering))
        return _keep(sitting, picture, measured, certificate=certificate, actor=actor, now=now)


@sensitive_variables("picture")
def record_print(
    sitting_id: UUID, *, picture: bytes, place: Place, score: float, actor: Actor, now: datetime
) -> Taken:
    """Measure, seal and keep a print (PNG, 500 ppi) if it is the best of its hand so far.

    `score` is NFIQ 2, 0 to 100, as the scanner gave it. Only the finger whose turn it is may be sent. Raises
    as `record_photo`.
    """
    certificate = certificate_at(now)
    with locked(sitting_id) as sitting:
        hands = {hand.name: hand for hand in queries.sitting(sitting_id).hands}
        hand = hands.get(place.hand)  # type: ignore[call-overload]  # an unknown name finds nothing
        if hand is None or hand.next is None or hand.next.finger != place.finger:
            raise NotAsked
        measured = _print(picture, place, score)
        return _keep(sitting, picture, measured, certificate=certificate, actor=actor, now=now)


@sensitive_variables("picture")
def _photo(picture: bytes, marks: Marks, subject: Subject) -> _Measured:
    from servicepoint.biometrics import measure  # noqa: PLC0415 - numpy is for whoever takes pictures

    head = head_in(marks, subject)
    try:
        found = measure.photo(picture, head, head_covering=subject.head_covering)
    except measure.NoPicture:
        raise PictureRefused from None
    limits = settings.BIOMETRICS_LIMITS
    checks = checks_of(head, subject, limits) + measure.photo_checks(found, limits)
    numbers = measure.as_numbers(found) | {check.name: check.value for check in checks}
    return _Measured(rules.PHOTO, Place("", ""), checks, numbers)


@sensitive_variables("picture")
def _print(picture: bytes, place: Place, score: float) -> _Measured:
    from servicepoint.biometrics import measure  # noqa: PLC0415 - as above

    try:
        found = measure.fingerprint(picture)
    except measure.NoPicture:
        raise PictureRefused from None
    checks = measure.print_checks(found, score, settings.BIOMETRICS_LIMITS)
    return _Measured(rules.FINGER, place, checks, measure.as_numbers(found) | {"nfiq2": score})


@sensitive_variables("picture")
def _keep(
    sitting: Sitting,
    picture: bytes,
    measured: _Measured,
    *,
    certificate: x509.Certificate,
    actor: Actor,
    now: datetime,
) -> Taken:
    """Seal the picture and store it; of it and the best one before, the worse loses its envelope."""
    place, capture_id = measured.place, uuid4()
    same = sitting.captures.filter(kind=measured.kind, hand=place.hand)
    attempt = same.filter(finger=place.finger).count() + 1
    about: dict[str, str | int] = {"capture": str(capture_id), "kind": measured.kind, "hand": place.hand}
    about |= {"finger": place.finger, "taken_at": now.isoformat()}
    envelope = sealed_to(certificate, picture, about)
    best = same.filter(state=Capture.State.SEALED).defer("sealed").first()
    rank = _rank(measured.kind, place.finger, measured.numbers, measured.problems)
    is_best = best is None or rank > _rank(best.kind, best.finger, best.quality, best.problems)
    if is_best and best is not None:
        same.filter(pk=best.pk).update(state=Capture.State.DROPPED, sealed=None, settled_at=now)
    Capture.objects.create(
        id=capture_id,
        sitting=sitting,
        kind=measured.kind,
        hand=place.hand,
        finger=place.finger,
        attempt=attempt,
        quality=measured.numbers,
        problems=measured.problems,
        taken_at=now,
        taken_by=actor.name,
        state=Capture.State.SEALED if is_best else Capture.State.DROPPED,
        sealed=envelope if is_best else None,
        sealed_sha256=hashlib.sha256(envelope).hexdigest(),
        delete_at=rules.delete_at(now, settings.BIOMETRICS_HOURS_MAX),
        settled_at=None if is_best else now,
    )
    facts = {"kind": measured.kind, "fields": [place.hand, place.finger], "attempt": attempt}
    record(
        "biometrics.taken",
        actor=actor,
        subject=name_of(sitting.pk),
        now=now,
        facts=facts | {"codes": measured.problems},
    )
    return Taken(capture_id, attempt, measured.checks, is_best)


def _rank(kind: str, finger: str, quality: dict[str, float], problems: list[str]) -> tuple[float, ...]:
    if kind == rules.PHOTO:
        return rules.photo_rank(len(problems), quality["sharpness"])
    return rules.print_rank(rules.Try(finger, quality["nfiq2"], not problems))
