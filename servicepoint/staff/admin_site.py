"""The admin site, for staff only: its doors are our own log-in and log-out pages."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from servicepoint.staff.acts import password_changed
from servicepoint.staff.views.account import LogOut


class StaffSite(AdminSite):
    """Where staff keep locations, openings, services and accounts."""

    site_header = _("IND Consultation: staff")
    site_title = _("IND Consultation")
    index_title = _("Administration")
    enable_nav_sidebar = True

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        """Send to the one log-in page, which counts tries and records them."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("staff:login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:  # noqa: ARG002
        """Log out by the one log-out page, which records it."""
        return LogOut.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Let the account change its own password, and record that it did."""
        response = super().password_change(request, extra_context)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            password_changed(request)
        return response
