"""Forms with which staff look for a person's appointments; posted, so that nothing stands in addresses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.identity import normal_v_number
from servicepoint.forms.page import BirthDateField, PageForm
from servicepoint.kit.reference import normal_code

TYPED_LENGTH_MAX = 40
NAME_LENGTH_MAX = 200
NARROW = {"class": "ind-size-10", "autocomplete": "off", "spellcheck": "false"}


class VNumberField(forms.CharField):
    """A V-number as people say it; cleans to ten digits, or empty."""

    def clean(self, value: Any) -> str:
        """Return ten digits."""
        typed = super().clean(value)
        number = normal_v_number(typed) if typed else ""
        if number is None:
            raise ValidationError(gettext("A V-number has 10 digits"), code="v_number")
        return number


class SearchForm(PageForm):
    """A code or a V-number."""

    mark_optional = False
    code = forms.CharField(
        label=_("Appointment code"),
        max_length=TYPED_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "autocapitalize": "characters"}),
    )
    v_number = VNumberField(
        label=_("V-number"),
        max_length=TYPED_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Return the code without spaces and dashes, in capitals."""
        return normal_code(self.cleaned_data["code"])


class PersonSearchForm(SearchForm):
    """One person: the birth date, and a code or a V-number."""

    birth_date = BirthDateField(label=_("Date of birth"))

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = self.cleaned_data
        if not (self.errors.keys() & {"code", "v_number"} or given.get("code") or given.get("v_number")):
            self.add_error("code", gettext("Enter the code or the V-number"))
        return given


class CallerSearchForm(SearchForm):
    """A caller: by code, by V-number, or by name and birth date."""

    name = forms.CharField(
        label=_("Last name, or first names and last name"),
        max_length=NAME_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "class": "ind-size-20"}),
    )
    birth_date = BirthDateField(label=_("Date of birth"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one way to find someone; a name needs the birth date."""
        given = self.cleaned_data
        if self.errors or given.get("code") or given.get("v_number"):
            return given
        if not given.get("name"):
            self.add_error(
                "code",
                ValidationError(gettext("Enter the code, the V-number or the name"), code="which"),
            )
        elif not given.get("birth_date"):
            self.add_error(
                "birth_date", ValidationError(gettext("Enter the date of birth too"), code="which")
            )
        return given
