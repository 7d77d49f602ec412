"""Programs bring no cookies and read no pages: the middleware for that does not run for them.

So nothing there can act on a cookie, which is why their views are exempt from the CSRF check.
"""

from typing import Any

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


class Sessions(PagesOnly, SessionMiddleware):
    """Sessions, for pages."""


class Languages(PagesOnly, LocaleMiddleware):
    """The language of the address; for programs, of what is refused in words, that of Accept-Language."""

    def for_program(self, request: HttpRequest) -> HttpResponseBase:
        """Choose a language without the cookies, the redirect and the headers that pages need."""
        translation.activate(preferred_language(request.headers.get("Accept-Language", "")))
        return super().for_program(request)


class Accounts(PagesOnly, AuthenticationMiddleware):
    """Who is logged in, for pages."""


class Notices(PagesOnly, MessageMiddleware):
    """What the last page wanted to say on the next one."""
