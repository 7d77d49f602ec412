"""The front door: choose a language for who typed only our name; and the small files for programs."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from servicepoint.kit import clock
from servicepoint.public import deep_link

DAY_SECONDS = 24 * 60 * 60
SECURITY_FILE_DAYS = 180
FOR_STRANGERS = "en"  # whoever reads neither Dutch nor English more likely knows some English
HEADER_LENGTH_MAX = 500
ROBOTS = "User-agent: *\nDisallow: /book/\nDisallow: /l/\n" + "".join(
    f"Disallow: /{code}/{part}/\n"
    for part in ("book", "manage", "appointment")  # a link that was posted somewhere shall not be found
    for code, _name in settings.LANGUAGES
)


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the start page in the language that the browser asks for. Sets no cookie."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def follow_link(request: HttpRequest) -> HttpResponse:
    """Lead from an address of the feed to the booking pages in the reader's language, with what was chosen.

    What the site with the link added for its own counting stays behind.
    """
    language = preferred_language(request.headers.get("Accept-Language", ""))
    chosen = urlencode([(name, request.GET[name]) for name in deep_link.FIELDS if name in request.GET])
    response = HttpResponseRedirect(f"/{language}/book/" + (f"?{chosen}" if chosen else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def preferred_language(header: str) -> str:
    """Return the first language of an Accept-Language header that we speak."""
    ours = [code for code, _name in settings.LANGUAGES]
    asked = [code.split("-")[0] for code, _weight in parse_accept_lang_header(header[:HEADER_LENGTH_MAX])]
    if not asked:
        return settings.LANGUAGE_CODE
    return next((code for code in asked if code in ours), FOR_STRANGERS)


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Keep search engines out of bookings; the information is theirs to show."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Lead browsers that ask for the old name to our mark."""
    return HttpResponseRedirect(static("img/mark.svg"))


@require_safe
@cache_control(public=True, max_age=DAY_SECONDS)
def security(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Say where to report a weakness (RFC 9116)."""
    expires = clock.now() + timedelta(days=SECURITY_FILE_DAYS)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
