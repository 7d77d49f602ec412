"""Fingerprints: the page asks the scanner's agent on its own machine, and sends each print here once."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from servicepoint.biometrics import actions, queries
from servicepoint.biometrics.actions import Place, Reason, Taken
from servicepoint.biometrics.errors import BiometricsRefusal, NothingToAccept
from servicepoint.biometrics.queries import Hand
from servicepoint.kit import clock
from servicepoint.limits.http import too_many
from servicepoint.staff import capture_texts
from servicepoint.staff.second_person import NotConvinced, TooOften, convinced
from servicepoint.staff.views.biometrics.gate import (
    OVERSEE,
    TAKE,
    actor_of,
    address,
    back_with,
    for_staff,
    note_settled,
    onward,
    picture_in,
    refused,
    sitting_or_404,
    way_back,
    whose,
)

PRINT = re.compile(r"(right|left),(index|middle|ring|thumb),(\d{1,3})\Z")


@for_staff(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def fingers(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Show what to take next; or take in a print (a PNG as the bare body) and answer with what comes then."""
    state = sitting_or_404(sitting_id)
    if request.method == "POST":
        return _taken(request, sitting_id)
    off = queries.reason_off(clock.now())
    context = _state(request, sitting_id) | {
        "whose": whose(request, state),
        "off": capture_texts.OFF.get(off),
        "scanner": settings.SCANNER_URL,
        "scanner_words": capture_texts.SCANNER,
        "here": address("fingers", request, sitting_id),
        "page_languages": (),
    }
    response = render(request, "staff/biometrics/fingers.html", context)
    if settings.SCANNER_URL:
        response._csp_update = {"connect-src": [settings.SCANNER_URL]}  # type: ignore[attr-defined]  # django-csp
    return response


@for_staff(TAKE)
@require_POST
def impossible(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Record that a finger, or a whole hand, cannot be used, and go on."""
    hand, _mark, finger = request.POST.get("finger", "").partition(":")
    lasting, _mark, code = request.POST.get("reason", "").partition(":")
    try:
        actions.exempt(
            sitting_id,
            hand=hand,
            finger=finger,
            reason=Reason(lasting, code),
            actor=actor_of(request),
            now=clock.now(),
        )
    except BiometricsRefusal as refusal:
        return back_with(request, refusal, "fingers", sitting_id)
    return onward(request, sitting_id, at="fingers")


@sensitive_post_parameters("password", "digits")
@for_staff(TAKE)
@require_POST
def decide(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Accept a poor print: a supervisor decides, on the own screen or with the own account at this one."""
    named = request.POST.get("hand", "")
    hand = next((each for each in sitting_or_404(sitting_id).hands if each.name == named), None)
    try:
        if hand is None or hand.best is None:
            raise NothingToAccept
        actions.override(
            hand.best.id,
            reason=request.POST.get("reason", ""),
            actor=actor_of(request),
            supervisor=convinced(request, OVERSEE),
            now=clock.now(),
        )
    except TooOften as refusal:
        return too_many(request, refusal.decision)
    except NotConvinced:
        return _back_to_decide(request, sitting_id)
    except BiometricsRefusal as refusal:
        return back_with(request, refusal, "fingers", sitting_id)
    return onward(request, sitting_id, at="fingers")


def _back_to_decide(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    messages.error(request, _("Account, password or digits of the lead are not right."))
    return HttpResponseRedirect(address("fingers", request, sitting_id))


@for_staff(TAKE)
@require_POST
def done(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Close the sitting when all of it is settled, and go back; else go to what is missing."""
    sitting_or_404(sitting_id)
    return onward(request, sitting_id, at="fingers")


@sensitive_variables("picture")
def _taken(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    asked = PRINT.match(request.headers.get("Capture-Print", ""))
    if asked is None or int(asked[3]) > 100:
        raise SuspiciousOperation("print")
    picture, actor, now = picture_in(request), actor_of(request), clock.now()
    place = Place(asked[1], asked[2])
    try:
        taken = actions.record_print(
            sitting_id, picture=picture, place=place, score=int(asked[3]), actor=actor, now=now
        )
        if not taken.problems:
            actions.accept(taken.capture_id, actor=actor, now=now)
            note_settled(request, sitting_id)
    except BiometricsRefusal as refusal:
        return refused(request, refusal)
    return render(request, "staff/biometrics/_fingers.html", _state(request, sitting_id, taken, place))


def _state(
    request: HttpRequest, sitting_id: UUID, taken: Taken | None = None, place: Place | None = None
) -> dict[str, Any]:
    state = queries.sitting(sitting_id)
    following = state.next_hand
    ask = following.next if following else None
    return {
        "sitting": state,
        "ask": ask,
        "asked_hand": capture_texts.HANDS[ask.hand] if ask else "",
        "asked_finger": capture_texts.FINGERS[ask.finger] if ask else "",
        "undecided": [_hand_words(hand) for hand in state.hands if hand.may_decide],
        "hands": [_hand_words(hand) for hand in state.hands],
        "last": _last(taken, place),
        "fingers": capture_texts.FINGERS,
        "lastings": capture_texts.LASTING,
        "impossibles": capture_texts.IMPOSSIBLE,
        "overrides": capture_texts.OVERRIDES,
        "is_supervisor": request.user.has_perm(OVERSEE) and _took_none(request, state.hands),
        "done": address("done", request, sitting_id),
        "impossible": address("fingers_impossible", request, sitting_id),
        "decide": address("fingers_decide", request, sitting_id),
        "back": way_back(request),
    }


def _hand_words(hand: Hand) -> dict[str, Any]:
    """Return a hand in words: its name, what it has, and the best print of it."""
    last = hand.attempts[-1] if hand.attempts else None
    return {
        "code": hand.name,
        "name": capture_texts.HANDS[hand.name],
        "accepted": capture_texts.FINGERS[hand.accepted.finger] if hand.accepted else "",
        "exempt": hand.exempt,
        "tries": len(hand.attempts),
        "score": round((hand.accepted or hand.best or last).as_try.score) if hand.attempts else None,  # type: ignore[union-attr]  # one of them is there
        "impossible": [
            (capture_texts.FINGERS[each.finger], capture_texts.IMPOSSIBLE[each.reason])
            for each in hand.impossible
        ],
    }


def _last(taken: Taken | None, place: Place | None) -> dict[str, Any] | None:
    if taken is None or place is None:
        return None
    return {
        "good": not taken.problems,
        "hand": capture_texts.HANDS[place.hand],
        "finger": capture_texts.FINGERS[place.finger],
        "attempt": taken.attempt,
        "lines": [capture_texts.line(check) for check in taken.checks],
    }


def _took_none(request: HttpRequest, hands: tuple[Hand, ...]) -> bool:
    name = request.user.get_username()
    return all(attempt.taken_by != name for hand in hands for attempt in hand.attempts)
