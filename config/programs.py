"""Programs bring no cookies and read no pages: the middleware for that does not run for them.

So nothing there can act on a cookie, which is why their views are exempt from the CSRF check.
"""

from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from servicepoint.api.paths import is_for_programs
from servicepoint.public.views.root import preferred_language


class PagesOnly:
    """Step aside for a request of a program."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on as it is, or through the middleware that this is mixed into."""
        if is_for_programs(request.path_info):
            return self.for_program(request)
        answer: HttpResponseBase = super().__call__(request)  # type: ignore[misc]  # the middleware's own
        return answer

    def for_program(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a program."""
        answer: HttpResponseBase = self.get_response(request)
        return answer


class Policies(PagesOnly, CSPMiddleware):
    """What a browser may do with an answer. For programs the policy is put together once, not every time.

    A view that wants a policy of its own (a page below an address for programs) gets it as any page does.
    """

    def for_program(self, request: HttpRequest) -> HttpResponseBase:
        """Add the policy of the settings, unless the view chose one."""
        response = super().for_program(request)
        if any(name.startswith("_csp_") for name in response.__dict__):
            return self.process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return str(build_policy())


class Sessions(PagesOnly, SessionMiddleware):
    """Sessions, for pages."""


class Languages(PagesOnly, LocaleMiddleware):
    """The language of the address; for programs, of what is refused in words, that of Accept-Language."""

    def for_program(self, request: HttpRequest) -> HttpResponseBase:
        """Choose a language without the cookies, the redirect and the headers that pages need."""
        translation.activate(preferred_language(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
        return super().for_program(request)


class Accounts(PagesOnly, AuthenticationMiddleware):
    """Who is logged in, for pages."""


class Notices(PagesOnly, MessageMiddleware):
    """What the last page wanted to say on the next one."""
