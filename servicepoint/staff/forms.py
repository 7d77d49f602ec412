"""Forms of the staff pages."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest


class LogInForm(AdminAuthenticationForm):
    """User name and password; says the same for a wrong password, an unknown name and an account of no staff."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            field.widget.attrs |= {"class": "utrecht-textbox utrecht-textbox--html-input"}
            field.widget.attrs.pop("autofocus", None)
