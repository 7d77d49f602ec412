"""The form with which staff look for a document; posted, so that nothing stands in addresses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.documents.rules import normal_number
from servicepoint.forms.page import BirthDateField, PageForm

from .find_forms import NAME_LENGTH_MAX, NARROW, TYPED_LENGTH_MAX, VNumberField


class DocumentSearchForm(PageForm):
    """A document: by its number, by V-number, or by name and birth date."""

    mark_optional = False
    number = forms.CharField(
        label=_("Document number"),
        max_length=TYPED_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "autocapitalize": "characters", "autofocus": True}),
    )
    v_number = VNumberField(
        label=_("V-number"),
        max_length=TYPED_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=_("Last name, or first names and last name"),
        max_length=NAME_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "class": "ind-size-20"}),
    )
    birth_date = BirthDateField(label=_("Date of birth"), required=False)

    def clean_number(self) -> str:
        """Return nine characters, or nothing."""
        typed = self.cleaned_data["number"]
        number = normal_number(typed) if typed else ""
        if number is None:
            raise ValidationError(gettext("A document number is a V and 8 letters or digits"), code="number")
        return number

    def clean(self) -> dict[str, Any]:
        """Ask for one way to find it; a name needs the birth date."""
        given = self.cleaned_data
        if self.errors or given.get("number") or given.get("v_number"):
            return given
        if not given.get("name"):
            message = gettext("Enter the document number, the V-number or the name")
            self.add_error("number", ValidationError(message, code="which"))
        elif not given.get("birth_date"):
            message = gettext("Enter the date of birth too")
            self.add_error("birth_date", ValidationError(message, code="which"))
        return given
