"""Logging in and out at the staff door."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from servicepoint.accounts.queries import factors_of
from servicepoint.kit import clock
from servicepoint.limits.http import limited, spend_named, too_many
from servicepoint.staff import acts, demo, halfway
from servicepoint.staff.forms import LogInForm
from servicepoint.staff.sign_on import is_offered

USERNAME_LENGTH_MAX = 150


@method_decorator(limited("login.address"), name="dispatch")
class LogIn(views.LoginView):
    """Tries are counted by address and by the name typed, whether such an account exists or not."""

    authentication_form = LogInForm
    template_name = "staff/login.html"
    next_page = "staff:start"
    extra_context = {"page_languages": ()}  # the switch of the residents' pages would lead there

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the accounts of a demonstration: whoever tries it out has no other."""
        accounts = list(demo.accounts()) if settings.DEMO else []
        return super().get_context_data(
            demo_accounts=accounts,
            has_second_factor=settings.STAFF_SECOND_FACTOR,
            has_sign_on=is_offered(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Check the name and the password, unless this name was tried too often."""
        decision = spend_named("login.account", _typed_name(request).casefold(), now=clock.now())
        if not decision.allowed:
            return too_many(request, decision)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second factor; where none is asked for, log in."""
        user, next_page = form.get_user(), self.get_success_url()
        assert isinstance(user, User)
        if settings.STAFF_SECOND_FACTOR or factors_of(user.pk).is_enrolled:
            return redirect(halfway.begin(self.request, user, next_page))
        halfway.enter(self.request, user, "password")
        return redirect(next_page)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again, with the same words whatever was wrong."""
        acts.login_failed(_typed_name(self.request))
        return super().form_invalid(form)


@method_decorator(never_cache, name="dispatch")
class LogOut(views.LogoutView):
    """Ends the session; by POST only."""

    next_page = "staff:login"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Record the log-out while we still know whose it is."""
        if request.user.is_authenticated:
            acts.logged_out(request)
        return super().post(request, *args, **kwargs)


def _typed_name(request: HttpRequest) -> str:
    return request.POST.get("username", "").strip().replace("\x00", "")[:USERNAME_LENGTH_MAX]
