"""Visitors send us no files: what is larger than the largest form is refused before it is read.

Django's own limit counts fields only; a file in a form would be written to the disk first, whatever its size.
Pictures from the counter come as bare bodies, to addresses of their own with a limit of their own. So does
the one file that staff send, a delivery of documents; no upload handler writes to the disk.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from servicepoint.api.paths import is_for_programs
from servicepoint.api.views.errors import refused
from servicepoint.staff.paths import body_bytes_max

TOO_LARGE = 413

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def body_limit(get_response: GetResponse) -> GetResponse:
    """Answer 413 to a body larger than a form, or than a picture where one is expected."""

    def limited(request: HttpRequest) -> HttpResponseBase:
        if _length(request) > _bytes_max(request):
            return _too_large(request)
        return get_response(request)

    return limited


def _bytes_max(request: HttpRequest) -> int:
    """Return what may be sent here: pictures and files come from who is logged in, and from nobody else."""
    larger = body_bytes_max(request.path_info, request.META.get("CONTENT_TYPE", ""))
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return larger if larger and SESSION_KEY in request.session else limit


def _too_large(request: HttpRequest) -> HttpResponseBase:
    if is_for_programs(request.path_info):
        return refused(request, TOO_LARGE)
    return render(request, "errors/400.html", status=TOO_LARGE)


def _length(request: HttpRequest) -> int:
    """Return the length announced, up to which Django reads; what is no number counts as none there."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
