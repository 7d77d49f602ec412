"""The photo: taken by the camera at the counter, measured and sealed here, accepted by the assistant."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST
from django_permissions_policy.decorators import permissions_policy_override

from servicepoint.biometrics import actions, queries
from servicepoint.biometrics import photo as geometry
from servicepoint.biometrics.actions import Taken
from servicepoint.biometrics.errors import BiometricsRefusal
from servicepoint.biometrics.photo import Mark, Marks
from servicepoint.kit import clock
from servicepoint.staff import capture_texts
from servicepoint.staff.views.biometrics.gate import (
    SHARES,
    TAKE,
    actor_of,
    address,
    back_with,
    for_staff,
    onward,
    picture_in,
    refused,
    sitting_or_404,
    way_back,
    whose,
)

CAMERA_HERE: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY, "camera": ["self"]}


@permissions_policy_override(CAMERA_HERE)
@for_staff(TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Show the camera; or take in a photo (a JPEG or PNG as the bare body) and answer with what was found."""
    state = sitting_or_404(sitting_id)
    if request.method == "POST":
        return _taken(request, sitting_id)
    off = queries.reason_off(clock.now())
    context = _kept(request, sitting_id) | {
        "sitting": state,
        "whose": whose(request, state),
        "off": capture_texts.OFF.get(off),
        "eye_distance": f"{geometry.wished_eye_distance_share(state.age):.4f}",
        "eyes_height": geometry.EYES_WISHED_SHARE,
        "head_share": f"{_head_wished(state.age) / geometry.HEIGHT_MM:.4f}",
        "here": address("photo", request, sitting_id),
        "back": way_back(request),
        "page_languages": (),
    }
    return render(request, "staff/biometrics/photo.html", context)


@for_staff(TAKE)
@require_POST
def accept(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    """Accept the photo that is kept, with a reason where it has problems, and go on."""
    best = sitting_or_404(sitting_id).photo.best
    reason = request.POST.get("reason", "")
    try:
        if best is not None and not best.accepted:
            _accept(best.id, reason, request)
    except BiometricsRefusal as refusal:
        return back_with(request, refusal, "photo", sitting_id)
    return onward(request, sitting_id)


def _accept(capture_id: UUID, reason: str, request: HttpRequest) -> None:
    if reason:
        actions.override(capture_id, reason=reason, actor=actor_of(request), now=clock.now())
    else:
        actions.accept(capture_id, actor=actor_of(request), now=clock.now())


@sensitive_variables("picture")
def _taken(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    marks, picture = _marks(request), picture_in(request)
    try:
        taken = actions.record_photo(
            sitting_id, picture=picture, marks=marks, actor=actor_of(request), now=clock.now()
        )
    except BiometricsRefusal as refusal:
        return refused(request, refusal)
    return _found(request, sitting_id, taken)


def _found(request: HttpRequest, sitting_id: UUID, taken: Taken) -> HttpResponse:
    lines = [capture_texts.line(check) for check in taken.checks]
    context = _kept(request, sitting_id) | {"taken": taken, "lines": lines}
    return render(request, "staff/biometrics/_photo_found.html", context)


def _kept(request: HttpRequest, sitting_id: UUID) -> dict[str, Any]:
    """Return what it takes to accept the photo that is kept: also after the page was loaded anew."""
    return {
        "best": queries.sitting(sitting_id).photo.best,
        "overrides": capture_texts.OVERRIDES,
        "accept": address("photo_accept", request, sitting_id),
    }


def _marks(request: HttpRequest) -> Marks:
    """Return the marks of the header: two eyes as shares, and crown and chin when they were pointed at."""
    text = request.headers.get("Capture-Marks", "")
    if not SHARES.match(text):
        raise SuspiciousOperation("marks")
    shares = [float(share) for share in text.split(",")]
    eyes = Mark(shares[0], shares[1]), Mark(shares[2], shares[3])
    return Marks(*eyes, *shares[4:6])


def _head_wished(age: int) -> float:
    grown = age >= geometry.GROWN_HEAD_FROM_AGE
    return geometry.HEAD_WISHED_MM if grown else geometry.HEAD_WISHED_CHILD_MM
