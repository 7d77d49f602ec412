"""Forms of the pages that find and change an appointment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.queries import AppointmentView
from servicepoint.forms.page import BirthDateField, ChoiceCards, PageForm
from servicepoint.kit.reference import normal_code
from servicepoint.public.forms.contact import ContactForm
from servicepoint.public.masks import masked_email, masked_tail
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services import queries as services

CODE_LENGTH_MAX = 40  # as typed, with spaces and dashes


class FindForm(PageForm):
    """The code from the confirmation and the birth date of one of the persons."""

    code = forms.CharField(
        label=_("Appointment code"),
        help_text=_("Six letters and digits, for example H7K-TQX. It is in your confirmation."),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(
            attrs={
                "class": "ind-size-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the appointment code")},
    )
    birth_date = BirthDateField(
        label=_("Date of birth"),
        help_text=_("Of one of the persons in the appointment, for example 17 5 1984."),
    )

    def clean_code(self) -> str:
        """Return the code without spaces and dashes, in capitals."""
        code = normal_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(gettext("Enter the appointment code"))
        return code


class ServiceForm(PageForm):
    """For what the new person comes."""

    heading_field = "service"
    service = forms.ChoiceField(label=_("What does the new person come for?"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        offered = [each for each in services.catalogue().services.values() if each.active]
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)
        field.widget = ChoiceCards(hints={each.code: text(each.summary) for each in offered})
        field.choices = [(each.code, text(each.name)) for each in offered]
        missing = _("Choose what the new person comes for")
        field.error_messages |= {"required": missing, "invalid_choice": missing}


class ContactChangeForm(ContactForm):
    """What changes; what stays empty stays as it is. What we have is shown masked."""

    def __init__(self, appointment: AppointmentView, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"language": appointment.language})
        self.appointment = appointment
        self._show("email", masked_email(appointment.email))
        self._show("phone", masked_tail(appointment.phone))

    def clean(self) -> dict[str, Any]:
        """Keep what was left empty; one way to reach the party is needed."""
        for name in ("email", "phone"):
            if not self.errors.get(name):
                self.cleaned_data[name] = self.cleaned_data.get(name) or getattr(self.appointment, name)
        return super().clean()

    def _show(self, name: str, masked: str) -> None:
        if masked:
            known = gettext("Now: %(masked)s. Fill in only when it changes.") % {"masked": masked}
            self.fields[name].help_text = known
