"""Who comes: the questions about one person. For booking, and for adding someone to an appointment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from stdnum.nl import bsn as bsn_rules

from servicepoint.appointments.identity import normal_v_number
from servicepoint.appointments.party import Person
from servicepoint.forms.page import BirthDateField, ChoiceCards, DateBoxes, PageForm
from servicepoint.public import refusals
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Service

NAME_LENGTH_MAX = 100
V_NUMBER_DIGITS = 10
ABOUT_BIRTH_DATE = {"not_born", "biometrics_under_one"}
NO_NAME = "-"  # some passports hold one name only
JOINERS = str.maketrans(
    "", "", "\u200c\u200d"
)  # shape letters of Persian and Indian names; other marks are refused


class VNumberField(forms.CharField):
    """A V-number as people write it; cleans to ten digits, or empty when it is optional."""

    default_error_messages = {
        "required": _("Enter the V-number. It is in the letter from the IND and on the back of the card"),
    }

    def clean(self, value: Any) -> str:
        """Return ten digits, or say how many were typed."""
        typed = super().clean(value)
        if not typed:
            return ""
        number = normal_v_number(typed)
        if number is None:
            raise ValidationError(_wrong_v_number(typed), code="v_number")
        return number


class BsnField(forms.CharField):
    """A citizen service number; cleans to nine digits, or empty."""

    default_error_messages = {
        "bsn": _("This is not a BSN. A BSN has 9 digits. Check the number, or leave it empty"),
    }

    def clean(self, value: Any) -> str:
        """Return nine digits that pass the 11-test."""
        typed = super().clean(value)
        number = "".join(character for character in typed if character not in " .-")
        if not number:
            return ""
        if not (number.isascii() and number.isdigit() and bsn_rules.is_valid(number)):
            raise ValidationError(self.error_messages["bsn"], code="bsn")
        return str(bsn_rules.compact(number))


class NameField(forms.CharField):
    """A name in any script; with `may_be_missing` a dash stands for none."""

    def __init__(self, *, may_be_missing: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=NAME_LENGTH_MAX, **kwargs)
        self.may_be_missing = may_be_missing
        self.widget.attrs.pop("maxlength", None)  # a pasted name is refused in words, not cut off

    def clean(self, value: Any) -> str:
        """Return the name with single spaces."""
        name = " ".join(super().clean(value).split())
        if self.may_be_missing and name == NO_NAME:
            return name
        if not any(character.isalpha() for character in name) or not name.translate(JOINERS).isprintable():
            raise ValidationError(self.error_messages["required"], code="required")
        return name


class PersonForm(PageForm):
    """The questions about one person for one service; `day` is the day of the visit.

    `taken` holds the V-numbers of the others who come for the same service, with who they are. Call `person`
    when the form is valid.
    """

    first_name = NameField(
        label=_("First names"),
        may_be_missing=True,
        help_text=_("As in the passport."),
        error_messages={
            "required": _("Enter the first names. Does the passport have none? Then enter a dash (-)"),
            "max_length": _("The first names are too long. Use 100 characters or fewer"),
        },
    )
    last_name = NameField(
        label=_("Last name"),
        error_messages={
            "required": _("Enter the last name as in the passport"),
            "max_length": _("The last name is too long. Use 100 characters or fewer"),
        },
    )
    birth_date = BirthDateField(label=_("Date of birth"), help_text=_("For example 27 3 1984."))
    v_number = VNumberField(
        label=_("V-number"),
        help_text=_(
            "10 digits. In every letter from the IND, and on the back of the residence card after “VNR”."
        ),
        widget=forms.TextInput(attrs={"class": "ind-size-10", "inputmode": "numeric", "autocomplete": "off"}),
    )
    bsn = BsnField(
        label=_("BSN (citizen service number)"),
        help_text=_("9 digits. Only if this person has a BSN already."),
        required=False,
        widget=forms.TextInput(attrs={"class": "ind-size-10", "inputmode": "numeric", "autocomplete": "off"}),
    )
    situation = forms.ChoiceField(label=_("What is the situation of this person?"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        service: Service,
        day: date,
        taken: Mapping[str, str] | None = None,
        is_reader: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.service, self.day, self.taken = service, day, dict(taken or {})
        self.fields["v_number"].required = service.v_number == "required"
        if not service.asks_bsn:
            del self.fields["bsn"]
        self._ask_situation()
        self._tell_browser(is_reader=is_reader)

    def person(self) -> Person:
        """Return the person as the appointments room knows them."""
        given = self.cleaned_data
        return Person(
            service=self.service.code,
            situation=given.get("situation", ""),
            first_name="" if given["first_name"] == NO_NAME else given["first_name"],
            last_name=given["last_name"],
            birth_date=given["birth_date"],
            v_number=given["v_number"],
            bsn=given.get("bsn", ""),
        )

    def clean_v_number(self) -> str:
        """Refuse the V-number of someone else in the party."""
        number: str = self.cleaned_data["v_number"]
        if number in self.taken:
            message = _("You gave this V-number to %(person)s already. Each person has their own V-number")
            raise ValidationError(message, code="v_number_twice", params={"person": self.taken[number]})
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse someone who cannot have the service, at the answer that keeps them away."""
        given = self.cleaned_data
        birth_date = given.get("birth_date")
        if birth_date and ("situation" in given or not self.service.situations):
            code = service_rules.refusal_for(self.service, given.get("situation"), birth_date, self.day)
            if code:
                field = "birth_date" if code in ABOUT_BIRTH_DATE else "situation"
                self.add_error(field, ValidationError(refusals.reason(code), code=code))
        return given

    def _ask_situation(self) -> None:
        if not self.service.situations:
            del self.fields["situation"]
            return
        field = self.fields["situation"]
        assert isinstance(field, forms.ChoiceField)
        field.widget = ChoiceCards(
            hints={each.code: text(each.hint) for each in self.service.situations if each.hint}
        )
        field.choices = [(each.code, text(each.label)) for each in self.service.situations]
        missing = refusals.REASONS["situation_missing"]
        field.error_messages |= {"required": missing, "invalid_choice": missing}

    def _tell_browser(self, *, is_reader: bool) -> None:
        """Let the browser fill in names only where the reader is asked about themselves."""
        for name, purpose in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].widget.attrs["autocomplete"] = purpose if is_reader else "off"
            self.fields[name].widget.attrs["spellcheck"] = "false"
        boxes = self.fields["birth_date"].widget
        assert isinstance(boxes, DateBoxes)
        boxes.own_birthday = is_reader


def _wrong_v_number(typed: str) -> str:
    digits = sum(character.isdigit() for character in typed)
    if digits == V_NUMBER_DIGITS or not digits:
        return str(_("A V-number has 10 digits and nothing else, for example 123 456 7890. Check the letter"))
    return ngettext(
        "A V-number has 10 digits. You entered %(count)d digit. Check the letter",
        "A V-number has 10 digits. You entered %(count)d digits. Check the letter",
        digits,
    ) % {"count": digits}
