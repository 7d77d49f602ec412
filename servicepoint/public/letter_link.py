"""The short address in a letter, `/l/CODE`: it fills the code in, and opens nothing.

The code goes on in a cookie that ends with ten minutes, so that it stands in no address but the one that was
scanned. Our log names pages, not addresses.
"""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servicepoint.kit.reference import normal_code
from servicepoint.public.views.root import preferred_language

COOKIE = "letter"
SECONDS = 10 * 60
CODE_LENGTH = 8

Response = TypeVar("Response", bound=HttpResponse)


@never_cache
@require_safe
def follow_letter(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the page that asks for the birth date, in the language that the browser asks for."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/letter/")
    typed = normal_code(code)
    if len(typed) == CODE_LENGTH and typed.isascii():
        response.set_signed_cookie(
            COOKIE,
            typed,
            salt=COOKIE,
            max_age=SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def code_carried(request: HttpRequest) -> str:
    """Return the code of the short address that was followed, in groups; empty when there was none."""
    code = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=SECONDS) or ""
    return f"{code[:4]}-{code[4:]}" if code else ""


def forget_code(response: Response) -> Response:
    """Let the browser forget the code: the letter is open."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
