"""Forms about letters: finding one, and what happened to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.identity import normal_v_number
from servicepoint.documents.household import Address
from servicepoint.documents.rules import normal_number
from servicepoint.forms.page import PageForm
from servicepoint.letters.rules import letter_id_of

TYPED_MAX = 40
LINE_MAX = 100
AGAIN = {
    "never_arrived": _("It never arrived"),
    "damaged": _("It is damaged or cannot be read"),
    "lost": _("It is lost: give it another code"),
    "stolen": _("It is stolen: give it another code"),
}
STOP = {
    "stolen": _("Somebody else has it"),
    "wrong_person": _("It went to the wrong person"),
    "instruction": _("The IND asks for it"),
}
RETURNED = {
    "moved": _("Moved"),
    "unknown_there": _("Not known at this address"),
    "address_wrong": _("The address is wrong or incomplete"),
    "not_collected": _("Not collected from the post office"),
    "refused": _("Not accepted"),
}


class FindLetterForm(PageForm):
    """One field for everything by which a letter is known; a scanner types into it."""

    mark_optional = False
    number = forms.CharField(
        label=_("Our reference on the letter, document number or V-number"),
        max_length=TYPED_MAX,
        widget=forms.TextInput(
            attrs={"class": "ind-size-20", "autocomplete": "off", "spellcheck": "false", "autofocus": True}
        ),
        error_messages={"required": _("Scan or type a number")},
    )

    def clean(self) -> dict[str, Any]:
        """Say which of the three it is, as `letter_id`, `document` or `v_number`."""
        typed = self.cleaned_data.get("number", "")
        letter_id, document, v_number = letter_id_of(typed), normal_number(typed), normal_v_number(typed)
        if typed and not (letter_id or document or v_number):
            text = gettext("This is no number that we know: a reference begins with L, a document with V")
            self.add_error("number", ValidationError(text, code="number"))
        return {"letter_id": letter_id, "document": document, "v_number": v_number}


class StopForm(PageForm):
    """Why the code of a letter is taken back."""

    reason = forms.ChoiceField(
        label=_("Why take the code back?"),
        choices=list(STOP.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the code is taken back")},
    )


class AgainForm(PageForm):
    """Why a letter is printed again."""

    reason = forms.ChoiceField(
        label=_("Why print it again?"),
        choices=AGAIN.items(),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the letter is printed again")},
    )


class ReturnedForm(PageForm):
    """Why a letter came back, as the post wrote on it."""

    reason = forms.ChoiceField(
        label=_("What does the post say?"),
        choices=RETURNED.items(),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the post says")},
    )


class AddressForm(PageForm):
    """Where the letter goes from now on."""

    street = forms.CharField(
        label=_("Street and number"),
        max_length=LINE_MAX,
        error_messages={"required": _("Enter the street and the number")},
    )
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    city = forms.CharField(
        label=_("Town"), max_length=LINE_MAX, error_messages={"required": _("Enter the town")}
    )
    country = forms.CharField(
        label=_("Country, if it is not the Netherlands"), max_length=LINE_MAX, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a postcode within the Netherlands."""
        given = self.cleaned_data
        if not given.get("postcode") and not given.get("country"):
            self.add_error("postcode", _("Enter the postcode, such as 1234 AB"))
        return given

    @property
    def address(self) -> Address:
        """Return the address that was typed."""
        return Address(**{name: self.cleaned_data[name].strip() for name in Address.__slots__})
