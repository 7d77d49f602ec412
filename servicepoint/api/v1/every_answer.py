"""What every answer below `/v1/` carries, also one that came to no view: version, CORS, security, limits."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from servicepoint.api.problem import method_not_allowed
from servicepoint.api.v1 import ADDRESS, VERSION
from servicepoint.api.v1.counted import headers_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
NOT_ALLOWED = 405
DAY_SECONDS = 24 * 60 * 60
HEADERS = {
    "API-Version": VERSION,
    "Access-Control-Allow-Origin": "*",  # no cookie is read here: whoever asks brings all there is
    "Access-Control-Expose-Headers": (
        "API-Version, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, "
        "X-Request-ID"
    ),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": (
        "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match"
    ),
    "Access-Control-Max-Age": str(DAY_SECONDS),
}


def every_answer(get_response: GetResponse) -> GetResponse:
    """Complete what was answered to a program that called `/v1/`; other requests pass as they are."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if not f"{request.path_info}/".startswith(ADDRESS):
            return get_response(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"  # the same answer, without its body
        response = get_response(request)
        request.method = asked
        if response.status_code == NOT_ALLOWED:
            _not_allowed(request, response)
        if asked == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""
        return _complete(request, response)

    return answered


def _complete(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers[name] = value
    for name, value in headers_of(request).items():
        response.headers[name] = value
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _not_allowed(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let it say what may be asked here: as a refusal, or to a browser that asks before it asks."""
    assert isinstance(response, HttpResponse)
    methods = {each.strip() for each in response.headers["Allow"].split(",")}
    allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set()) | {"OPTIONS"}))
    response.headers["Allow"] = allowed
    if request.method == "OPTIONS":
        response.status_code, response.content = 204, b""
        response.headers["Content-Length"] = "0"
        for name, value in {"Access-Control-Allow-Methods": allowed, **PREFLIGHT}.items():
            response.headers[name] = value
        del response.headers["Content-Type"]
        return
    refusal = method_not_allowed()
    response.content = refusal.content
    for name in ("Content-Type", "Content-Length"):
        response.headers[name] = refusal.headers.get(name, str(len(refusal.content)))
