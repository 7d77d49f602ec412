"""Forms of the staff pages."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest


class LogInForm(AdminAuthenticationForm):
    """User name and password; one answer to a wrong password, an unknown name and a stranger's account."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            field.widget.attrs |= {"class": "utrecht-textbox utrecht-textbox--html-input"}
            field.widget.attrs.pop("autofocus", None)

    @property
    def error_links(self) -> list[dict[str, str]]:
        """Return every error for the summary: its `text`, and `href`, which is empty for the whole form's."""
        links = [{"text": str(error), "href": ""} for error in self.non_field_errors()]
        for field in self:
            links += [{"text": str(error), "href": f"#{field.id_for_label}"} for error in field.errors]
        return links
