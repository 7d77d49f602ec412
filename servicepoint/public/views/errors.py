"""The pages for when something went wrong. Each says what to do next; none shows the exception."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400: the browser sent something we cannot read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403: this account may not see the page. Only staff have accounts."""
    return render(request, "errors/denied.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404: no such page, or no longer."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the reference under which the log tells what happened.

    Rendered without context processors: whatever broke, the database included, must not break this page too.
    """
    context = {"reference": getattr(request, "reference", "")}
    response = HttpResponse(get_template("errors/500.html").render(context), status=500)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403 to a form whose proof of origin is old or missing; going back keeps what was typed."""
    return render(request, "errors/403.html", status=403)
