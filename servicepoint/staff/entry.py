"""Who may enter a page of staff's: strangers see the log-in only, and each role its own pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicepoint.kit.actor import Actor

View = Callable[..., HttpResponseBase]


def staff_page(permission: str = "", *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Show the page to staff with the permission; without one, to whoever may see the staff pages at all.

    The role table in `servicepoint.staff.roles` says which role has which permission. Nothing of these pages
    is kept by browsers or proxies.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not admin.site.has_permission(request):
                return redirect_to_login(request.path)
            if permission and not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return require_http_methods(methods)(guarded)

    return decorate


def staff_actor(request: HttpRequest) -> Actor:
    """Return the actor for the account that is logged in."""
    return Actor("staff", request.user.get_username())
