"""How the party is reached."""

from collections.abc import Mapping
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.party import Contact
from servicepoint.forms.page import ChoiceCards, PageForm

HOME_REGION = "NL"
EMAIL_LENGTH_MAX = 254  # no longer address can be delivered to
PHONE_LENGTH_MAX = 40  # as typed, with spaces and marks


class PhoneField(forms.CharField):
    """A telephone number from anywhere; cleans to `+31612345678`, or empty."""

    default_error_messages = {
        "phone": _(
            "This telephone number does not exist. Enter a Dutch number such as 06 12345678, or a number "
            "from abroad that starts with +"
        ),
    }

    def clean(self, value: Any) -> str:
        """Return the number as the telephone network writes it."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed[:PHONE_LENGTH_MAX], HOME_REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or len(typed) > PHONE_LENGTH_MAX or not phonenumbers.is_valid_number(number):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class MailField(forms.EmailField):
    """An e-mail address that can be written on a mail; Django's own field lets some through that cannot.

    Refused as well: invisible characters in quotes, addresses of machines, and domains that the names of the
    internet cannot spell (RFC 3490). Our mail would never leave, and the party would wait for it.
    """

    default_validators = [EmailValidator(allowlist=())]

    def clean(self, value: Any) -> str:
        """Return the address, or say that it is none."""
        address: str = super().clean(value)
        if not (address.isprintable() and _can_be_spelt(address.rpartition("@")[2])):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address


def _can_be_spelt(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return not domain.startswith("[")


class ContactForm(PageForm):
    """E-mail, telephone or both, and the language of what we send."""

    email = MailField(
        label=_("E-mail address"),
        help_text=_("You get the confirmation, with the list of what to bring."),
        max_length=EMAIL_LENGTH_MAX,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Enter an e-mail address like name@example.org"),
            "max_length": _("This e-mail address is too long. Enter another one"),
        },
    )
    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("We call only when something about your appointment changes."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "ind-size-20"}),
    )
    language = forms.ChoiceField(
        label=_("In which language do we write to you?"),
        choices=settings.LANGUAGES,
        widget=ChoiceCards,
        error_messages={
            "required": _("Choose a language"),
            "invalid_choice": _("Choose a language"),
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the party, at the first of the two boxes."""
        given = self.cleaned_data
        if not (self.errors.keys() & {"email", "phone"} or given.get("email") or given.get("phone")):
            message = _("Enter an e-mail address or a telephone number, so that we can reach you")
            self.add_error("email", ValidationError(message, code="unreachable"))
        return given

    def contact(self) -> Contact:
        """Return the answer, once the form is valid."""
        given = self.cleaned_data
        return Contact(language=given["language"], email=given["email"], phone=given["phone"])
