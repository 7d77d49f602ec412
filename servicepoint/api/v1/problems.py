"""What is wrong with a request itself, before any act: all input errors at once, and the other refusals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic.alias_generators import to_camel

from servicepoint.api.problem import InputError, problem

# Each code of `errors`, with the sentence that says how to mend it. `docs/api.md` lists them.
INPUT_ERRORS = {
    "birth_date_wrong": gettext_lazy(
        "Send a date of birth from 1900 on that is not in the future, such as 1984-05-17"
    ),
    "bsn_not_asked": gettext_lazy("This service does not ask for a BSN. Leave it out"),
    "bsn_wrong": gettext_lazy("This is no BSN. Send 9 digits that pass the 11-test, or leave it out"),
    "code_wrong": gettext_lazy("Send the six letters and digits of the appointment code"),
    "email_wrong": gettext_lazy("Send an e-mail address such as name@example.org"),
    "first_name_wrong": gettext_lazy(
        "Send the first names as in the passport, 100 characters at most; a dash when it has none"
    ),
    "key_wrong": gettext_lazy(
        "Send a random UUID (version 4) of your own for each act, and the same one when you repeat it"
    ),
    "last_name_wrong": gettext_lazy("Send the last name as in the passport, 100 characters at most"),
    "letter_code_wrong": gettext_lazy("Send the eight letters and digits of the code in the letter"),
    "location_unknown": gettext_lazy("There is no such location. GET /v1/locations lists them"),
    "missing": gettext_lazy("This is required"),
    "moment_wrong": gettext_lazy("Send a moment with its offset (RFC 3339), such as 2026-11-24T08:20:00Z"),
    "phone_wrong": gettext_lazy(
        "This telephone number does not exist. Send a Dutch number, or one that starts with +"
    ),
    "service_unknown": gettext_lazy("This service cannot be booked. GET /v1/services lists those that can"),
    "situation_missing": gettext_lazy(
        "Send one of the situations of the service. GET /v1/services lists them"
    ),
    "situation_unknown": gettext_lazy("This is no situation of the service. GET /v1/services lists them"),
    "too_few": gettext_lazy("There are too few of these"),
    "too_long": gettext_lazy("This is too long"),
    "too_many": gettext_lazy("There are too many of these"),
    "unknown_answer": gettext_lazy(
        "This is no answer to the question reached. Leave it out to read the question"
    ),
    "unknown_field": gettext_lazy("There is no such field. Leave it out"),
    "unreachable": gettext_lazy(
        "Send an e-mail address or a telephone number, so that the party can be reached"
    ),
    "until_before_from": gettext_lazy("The last day lies before the first"),
    "v_number_missing": gettext_lazy(
        "This service asks for the V-number. It is in every letter from the IND"
    ),
    "v_number_wrong": gettext_lazy("A V-number has 10 digits. Check the letter"),
    "wrong_type": gettext_lazy("This is of another type than the API description says"),
    "wrong_value": gettext_lazy("This value is not possible here. The API description says what is"),
}
UNKNOWN_FIELD = "extra_forbidden"
_CODE_FOR = {  # what the validator says, in our words; the rest is wrong_value
    "missing": "missing",
    UNKNOWN_FIELD: "unknown_field",
    "too_short": "too_few",
    "too_long": "too_many",
    "string_too_long": "too_long",
}


def input_error(at: str, code: str) -> InputError:
    """Return one error with its sentence."""
    return InputError(at, code, str(INPUT_ERRORS[code]))


def bad_input(errors: Sequence[InputError]) -> HttpResponse:
    """Answer 400 with every error there is."""
    return problem(
        400,
        "bad_input",
        title=_("The request has errors"),
        detail=_("Mend all of the errors and send it again. Nothing was changed."),
        errors=errors,
    )


def found_by_validator(found: Iterable[Mapping[str, Any]]) -> list[InputError]:
    """Return what the validator found, each with the place where it stands."""
    return [_found(each["loc"], str(each["type"])) for each in found]


def _found(location: Sequence[Any], kind: str) -> InputError:
    if kind != UNKNOWN_FIELD:  # a field that was left out is named as in our code
        location = [to_camel(part) if isinstance(part, str) and "_" in part else part for part in location]
    return input_error(_place(location), _code(kind))


def _code(kind: str) -> str:
    known = _CODE_FOR.get(kind, kind)
    if known in INPUT_ERRORS:
        return known
    return "wrong_type" if kind.endswith("_type") else "wrong_value"


def _place(location: Sequence[Any]) -> str:
    """Return a JSON pointer into the body, or `query/from`, `path/…`, `header/…`.

    The second part of a place in the body is the name of our function's argument, which nobody sent.
    """
    source, *parts = (str(part).replace("~", "~0").replace("/", "~1") for part in location)
    if source == "body":
        return "".join(f"/{part}" for part in parts[1:])
    return "/".join((source, *parts[-1:]))


def unreadable() -> HttpResponse:
    """Answer 400: the body is no JSON."""
    return problem(
        400, "bad_json", title=_("The body is no JSON"), detail=_("Send one JSON object in UTF-8.")
    )


def wrong_media_type() -> HttpResponse:
    """Answer 415: the body says that it is something else than JSON."""
    detail = _("Send the body with Content-Type: application/json.")
    return problem(415, "wrong_media_type", title=_("The body is not sent as JSON"), detail=detail)


def no_token() -> HttpResponse:
    """Answer 401: nothing that could be a token came along."""
    detail = _("Send Authorization: Bearer and the token that you got with the hold or the appointment.")
    answer = problem(401, "token_missing", title=_("A token is needed"), detail=detail)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def no_key() -> HttpResponse:
    """Answer 401: no key of a program of the back office came along, or one that opens nothing."""
    detail = _(
        "This is for programs of the IND's back office. Send Authorization: Bearer and the key. The lead of "
        "the service point has keys made; write to the address in /v1/openapi.json."
    )
    answer = problem(401, "key_missing", title=_("A key is needed"), detail=detail)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def no_scope() -> HttpResponse:
    """Answer 403: the key is for something else."""
    detail = _("Your key is for something else. Ask for one that may do this too.")
    return problem(403, "scope_missing", title=_("Your key does not open this"), detail=detail)


def not_found() -> HttpResponse:
    """Answer 404, the same whether there is no such thing or the token does not open it."""
    detail = _("There is no such thing, or your token does not open it.")
    return problem(404, "not_found", title=_("There is nothing at this address"), detail=detail)
