"""Why an act on documents was refused: the HTTP status and the sentence for each code."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.api.problem import InputError, problem
from servicepoint.api.v1.refusals import Words
from servicepoint.documents.errors import AlreadyInvited, DocumentRefused

DOCUMENT_REFUSALS: dict[str, Words] = {
    "already_invited": Words(
        409,
        gettext_lazy("A person has an open invitation for photo and fingerprints. The error says who"),
    ),
    "document_gone": Words(
        409, gettext_lazy("The document has left the service point. Nothing about it is changed any more")
    ),
    "document_unknown": Words(404, gettext_lazy("There is no document of your location with this number")),
    "invitation_unknown": Words(404, gettext_lazy("There is no such invitation of your location")),
}


def refused(refusal: DocumentRefused) -> HttpResponse:
    """Answer a refusal of the documents room; who it is about stands in `errors`."""
    status, sentence = DOCUMENT_REFUSALS[refusal.code]
    errors = []
    if isinstance(refusal, AlreadyInvited):
        errors = [InputError(f"/persons/{refusal.position - 1}/vNumber", refusal.code, str(sentence))]
    return problem(status, refusal.code, title=_("This was refused"), detail=str(sentence), errors=errors)
