"""Holds: a time kept for minutes while details are gathered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Body, Router, Status
from ninja.params.functions import Header

from servicepoint.api.v1 import CLIENT, told
from servicepoint.api.v1.counted import act, look
from servicepoint.api.v1.repeated import attempt
from servicepoint.api.v1.schemas.holds import HoldWish, NewHold
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.tokens import Bearer, hold_id, hold_opened, hold_token
from servicepoint.api.v1.values import RequestKey
from servicepoint.appointments import actions, queries
from servicepoint.appointments.errors import HoldExpired
from servicepoint.appointments.party import Ask
from servicepoint.kit import clock
from servicepoint.locations import queries as locations

router = Router(by_alias=True, tags=["holds"])
KEY: Any = Header(
    alias="Idempotency-Key", description="A new random UUID for each act; the same when it is repeated."
)
MAY_KEY: Any = Header(
    None, alias="Idempotency-Key", description="May be sent along; this can be repeated without it too."
)


@router.post(
    "/holds",
    response={201: NewHold, **problems(400, 409, 503)},
    summary=gettext_noop("Hold a slot"),
    operation_id="holdSlot",
    url_name="hold",
)
def hold_slot(
    request: HttpRequest,
    response: HttpResponse,
    wish: Body[HoldWish],
    idempotency_key: RequestKey = KEY,
) -> Status[NewHold]:
    """Nobody else can take the time until `expiresAt`. The token opens the hold and books it: keep it.

    The token follows from the Idempotency-Key: a key that others can guess gives them the hold.
    """
    act(request, "hold.address")
    ask = Ask(locations.location_by_slug_lately(wish.location).id, tuple(wish.services))
    secret = hold_token(idempotency_key)
    kept = actions.hold(
        ask,
        starts_at=wish.starts_at,
        secret=secret,
        now=clock.now(),
        actor=CLIENT,
        idempotency_key=attempt("holds", idempotency_key, wish),
    )
    response.headers["Location"] = reverse("api:v1:read_hold", args=[hold_id(secret)])
    return Status(201, told.hold(kept, secret))


@router.get(
    "/holds/{hold_id}",
    response={200: NewHold, **problems(404, 410)},
    summary=gettext_noop("Read a hold"),
    operation_id="readHold",
    auth=Bearer(),
    url_name="read_hold",
)
def read_hold(request: HttpRequest, hold_id: str) -> NewHold:
    """The answer is 410 when nothing is held any more: it expired, was released, or is booked."""
    look(request)
    token = hold_opened(request, hold_id)
    kept = queries.held_under(token, clock.now())
    if kept is None:
        raise HoldExpired
    return told.hold(kept, token)


@router.delete(
    "/holds/{hold_id}",
    response={204: None, **problems(400, 404, 503)},
    summary=gettext_noop("Release a hold"),
    operation_id="releaseHold",
    auth=Bearer(),
)
def release_hold(
    request: HttpRequest,
    hold_id: str,
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - releasing again changes nothing
) -> Status[None]:
    """The time goes back to everyone. Doing so again changes nothing."""
    act(request, "manage.address")
    actions.release(hold_opened(request, hold_id), now=clock.now(), actor=CLIENT)
    return Status(204, None)


@router.post(
    "/holds/{hold_id}/extensions",
    response={201: NewHold, **problems(400, 404, 409, 410, 503)},
    summary=gettext_noop("Keep a hold longer"),
    operation_id="extendHold",
    auth=Bearer(),
)
def extend_hold(
    request: HttpRequest, response: HttpResponse, hold_id: str, idempotency_key: RequestKey = KEY
) -> Status[NewHold]:
    """The hold gets its full time again, as often as `extensionsLeft` says."""
    act(request, "manage.address")
    token = hold_opened(request, hold_id)
    kept = actions.extend(
        token, now=clock.now(), actor=CLIENT, idempotency_key=attempt(token, idempotency_key)
    )
    response.headers["Location"] = reverse("api:v1:read_hold", args=[hold_id])
    return Status(201, told.hold(kept, token))
