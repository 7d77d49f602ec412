"""Documents, for programs of the back office: announce, change, and see where one is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Body, Router
from pydantic.alias_generators import to_camel

from servicepoint.accounts.client_keys import Client
from servicepoint.api.problem import InputError
from servicepoint.api.v1.clients import ClientKey, client_in
from servicepoint.api.v1.repeated import attempt, once
from servicepoint.api.v1.schemas import problem as problem_schema
from servicepoint.api.v1.schemas.documents import (
    Document,
    DocumentChanges,
    DocumentResult,
    DocumentResults,
    DocumentsSent,
)
from servicepoint.api.v1.schemas.problem import problems
from servicepoint.api.v1.values import RequestKey
from servicepoint.api.v1.views.holds import KEY, MAY_KEY
from servicepoint.api.v1.wrong_input import WrongInput
from servicepoint.documents import actions, queries
from servicepoint.documents.actions import Sent, Wish
from servicepoint.documents.deliveries.rows import ADDRESS, Basis, read_changes
from servicepoint.documents.deliveries.words import FAULTS
from servicepoint.documents.errors import DeliveryRefused, DocumentUnknown
from servicepoint.documents.queries import Whereabouts
from servicepoint.kit import clock
from servicepoint.locations import queries as locations

router = Router(by_alias=True, tags=["documents"])
SCOPE = ClientKey("documents")


@router.post(
    "/documents",
    response={200: DocumentResults, **problems(400, 409)},
    summary=gettext_noop("Announce documents"),
    operation_id="announceDocuments",
    auth=SCOPE,
)
def announce(
    request: HttpRequest, sent: Body[DocumentsSent], idempotency_key: RequestKey = KEY
) -> DocumentResults:
    """As a delivery file would, without the file. A document that is known gets its contact details renewed.

    Faults of one document are told in its result, and the others are kept, unless `allOrNothing` is asked.
    """
    client = client_in(request)
    documents = [each.model_dump(exclude={"all_or_nothing"}) for each in sent.documents]
    way = Sent(client.location_id, _desk(client), all_or_nothing=sent.all_or_nothing)

    def carry_out() -> dict[str, Any]:
        items = actions.take_call(documents, way, now=clock.now(), actor=client.actor)
        return {"results": [(each.result, dict(each.faults)) for each in items]}

    try:
        key = attempt(f"client:{client.id}", idempotency_key, sent)
        answer = once(key, "documents.announce", carry_out)
    except DeliveryRefused as refused:
        raise WrongInput(*_errors(refused.faults)) from None
    return DocumentResults(
        results=[_result(position, *one) for position, one in enumerate(answer["results"])]
    )


@router.get(
    "/documents/{document_number}",
    response={200: Document, **problems(404)},
    summary=gettext_noop("See where a document is"),
    operation_id="readDocument",
    auth=SCOPE,
)
def read_document(request: HttpRequest, document_number: str) -> Document:
    """Of the location of the key only."""
    return _told(_found(client_in(request), document_number))


@router.patch(
    "/documents/{document_number}",
    response={200: Document, **problems(400, 404, 409)},
    summary=gettext_noop("Change what is known of a document"),
    operation_id="changeDocument",
    auth=SCOPE,
)
def change_document(
    request: HttpRequest,
    document_number: str,
    changes: Body[DocumentChanges],
    idempotency_key: RequestKey | None = MAY_KEY,  # noqa: ARG001 - the same changes again change nothing
) -> Document:
    """How its owner is reached, another desk, a courier, a block. Whose it is cannot be changed."""
    client = client_in(request)
    wish = _wish(changes, Basis(clock.dutch_day(clock.now()), _desk(client)))
    actions.change(document_number, wish, location_id=client.location_id, now=clock.now(), actor=client.actor)
    return _told(_found(client, document_number))


def _desk(client: Client) -> str:
    return locations.location_lately(client.location_id).alias


def _found(client: Client, number: str) -> Whereabouts:
    found = queries.by_number(number)
    if found is None or found.facts.location_id != client.location_id:
        raise DocumentUnknown
    return found


def _told(found: Whereabouts) -> Document:
    facts = found.facts
    return Document(
        document_number=found.number,
        kind=found.kind,
        place=facts.place,  # type: ignore[arg-type]  # the table has no other
        since=found.since,
        elsewhere=facts.elsewhere,
        courier=facts.is_courier,
        blocked=facts.blocked_reason,
        collect_before=facts.collect_before,
        announced_for=facts.announced_for,
    )


def _wish(changes: DocumentChanges, basis: Basis) -> Wish:
    """Return the changes as the room knows them. Raises WrongInput."""
    texts = changes.model_dump(exclude_none=True, exclude={"address", "courier", "blocked"})
    if changes.address is not None:
        texts |= changes.address.model_dump()
    values, faults = read_changes(texts, basis)
    if faults:
        raise WrongInput(*(_error(_place_of(name), code) for name, code in faults.items()))
    address: Any = values.pop("address", None)
    return Wish(values, address, is_courier=bool(changes.courier), blocked=changes.blocked)


def _place_of(column: str) -> str:
    return f"/address/{column}" if column in ADDRESS else f"/{to_camel(column)}"


def _error(at: str, code: str) -> InputError:
    return InputError(at, code, str(FAULTS[code]))


def _errors(documents: Iterable[Mapping[str, str]]) -> list[InputError]:
    return [
        _error(f"/documents/{position}/{to_camel(name)}", code)
        for position, faults in enumerate(documents)
        for name, code in faults.items()
    ]


def _result(position: int, result: Any, faults: Mapping[str, str]) -> DocumentResult:
    errors = [
        problem_schema.InputError(
            place=f"/documents/{position}/{to_camel(name)}", code=code, detail=str(FAULTS[code])
        )
        for name, code in faults.items()
    ]
    return DocumentResult(position=position, result=result, errors=errors)
