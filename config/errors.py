"""Errors in the shape of the door that was called: pages for people, JSON for programs."""

from django.http import HttpRequest, HttpResponse

from servicepoint.api.paths import is_for_programs
from servicepoint.api.views.errors import refused
from servicepoint.public.views import errors as pages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    if is_for_programs(request.path_info):
        return refused(request, 400)
    return pages.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    if is_for_programs(request.path_info):
        return refused(request, 403)
    return pages.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    if is_for_programs(request.path_info):
        return refused(request, 404)
    return pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the reference under which the log tells what happened."""
    return refused(request, 500) if is_for_programs(request.path_info) else pages.server_error(request)
