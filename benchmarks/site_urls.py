"""The addresses of the site, and the least a Django view can do, as a page and as an answer to a program."""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as pages

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

EMPTY = "bench/empty/"
EMPTY_FOR_PROGRAMS = "v1/bench-empty"
WORKER = "v1/bench-worker"


def _empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("", headers={"Content-Length": "0"})  # without middleware nobody else says so


def _worker(_request: HttpRequest) -> HttpResponse:
    """Say which process answers: a connection stays with its worker."""
    return HttpResponse(str(os.getpid()))


urlpatterns: list[URLPattern | URLResolver] = [
    path(EMPTY, _empty),
    path(EMPTY_FOR_PROGRAMS, _empty),
    path(WORKER, _worker),
    *pages,
]
