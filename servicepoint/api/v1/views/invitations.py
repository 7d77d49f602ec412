"""Invitations for photo and fingerprints, for programs of the back office."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Body, Router, Status

from servicepoint.api.problem import InputError
from servicepoint.api.v1.clients import ClientKey, client_in
from servicepoint.api.v1.problems import input_error
from servicepoint.api.v1.repeated import attempt, once
from servicepoint.api.v1.schemas.invitations import Invitation, InvitationSent
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.values import RequestKey
from servicepoint.api.v1.views.holds import KEY
from servicepoint.api.v1.wrong_input import WrongInput
from servicepoint.documents import actions, queries
from servicepoint.documents.actions import Call, Guest
from servicepoint.documents.actions.biometrics_letters import BIOMETRICS
from servicepoint.documents.deliveries.rows import Reach, read_reach
from servicepoint.documents.deliveries.words import FAULTS
from servicepoint.documents.errors import InvitationUnknown
from servicepoint.documents.queries import InvitationView
from servicepoint.kit import clock

router = Router(by_alias=True, tags=["invitations"])
SCOPE = ClientKey("invitations")


@router.post(
    "/invitations",
    response={201: Invitation, **problems(400, 409)},
    summary=gettext_noop("Invite people for photo and fingerprints"),
    operation_id="invite",
    auth=SCOPE,
)
def invite(
    request: HttpRequest,
    response: HttpResponse,
    sent: Body[InvitationSent],
    idempotency_key: RequestKey = KEY,
) -> Status[Invitation]:
    """They get one letter with a code, with which they book their visit until the day named.

    Who has an open invitation already is not invited twice: 409.
    """
    client, now = client_in(request), clock.now()
    today = clock.dutch_day(now)
    reach = _checked(sent, today)
    call = Call(
        location_id=client.location_id,
        service=BIOMETRICS,
        reason=sent.reason,
        opens_on=today,
        closes_on=sent.respond_before,
        language=sent.language,
        address=reach.address,
        email=reach.email,
    )
    guests = [Guest(each.v_number, each.first_name, each.last_name, each.birth_date) for each in sent.persons]

    def carry_out() -> dict[str, Any]:
        return {"id": actions.invite_for_biometrics(call, guests, now=now, actor=client.actor)}

    key = attempt(f"client:{client.id}", idempotency_key, sent)
    made = once(key, "documents.invite", carry_out)
    response.headers["Location"] = reverse("api:v1:read_invitation", args=[made["id"]])
    return Status(201, _told(queries.invitation(made["id"])))


@router.get(
    "/invitations/{invitation_id}",
    response={200: Invitation, **problems(404)},
    summary=gettext_noop("Read an invitation"),
    operation_id="readInvitation",
    auth=SCOPE,
    url_name="read_invitation",
)
def read_invitation(request: HttpRequest, invitation_id: int) -> Invitation:
    """For photo and fingerprints, at the location of the key. Whom it invites is not told again."""
    view = queries.invitation(invitation_id)
    if view.location_id != client_in(request).location_id or view.service != BIOMETRICS:
        raise InvitationUnknown
    return _told(view)


def _told(view: InvitationView) -> Invitation:
    return Invitation(
        id=view.id,
        service=view.service,
        reason=view.reason,  # type: ignore[arg-type]  # of biometrics there are no others
        opens_on=view.opens_on,
        closes_on=view.closes_on,
        persons=len(view.people),
    )


def _checked(sent: InvitationSent, today: date) -> Reach:
    """Return how they are reached. Raises WrongInput with everything that is wrong."""
    errors = [
        input_error(f"/persons/{position}/vNumber", "missing")
        for position, each in enumerate(sent.persons)
        if not each.v_number
    ]
    if sent.respond_before < today:
        errors.append(input_error("/respondBefore", "wrong_value"))
    reach, faults = read_reach({**sent.address.model_dump(), "email": sent.email})
    errors += [InputError(f"/address/{name}", code, str(FAULTS[code])) for name, code in faults.items()]
    if errors:
        raise WrongInput(*errors)
    return reach
