"""Forms of documents: a delivery file, and an invitation for photo and fingerprints."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.documents.deliveries.rows import Reach, read_reach
from servicepoint.documents.deliveries.words import FAULTS
from servicepoint.forms import shapes
from servicepoint.forms.page import BirthDateField, ChoiceCards, DateBoxes, PageForm
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.staff.document_words import LANGUAGES, REASONS
from servicepoint.staff.find_forms import NARROW, TYPED_LENGTH_MAX, VNumberField

DAYS_AHEAD_MAX = 366
ADDRESS_FIELDS = ("street", "postcode", "city", "country")
WIDE = {"autocomplete": "off", "spellcheck": "false"}


class PlaceForm(PageForm):
    """A form for one location; which one is asked where there are several."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = locations.locations()
        if len(self.places) > 1:
            language = get_language() or "nl"
            choices = [(place.slug, place.name.get(language, place.slug)) for place in self.places]
            self.fields["location"] = forms.ChoiceField(label=_("Location"), choices=choices)

    @property
    def place(self) -> locations.Location:
        """Return the location of a valid form."""
        chosen = self.cleaned_data.get("location", "")
        return next((place for place in self.places if place.slug == chosen), self.places[0])


class DeliveryForm(PlaceForm):
    """A delivery file, and what to do when a row is bad."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("CSV in UTF-8, 10 MB and 50,000 rows at most"),
        error_messages={
            "required": _("Choose the file that the IND sent"),
            "empty": _("The file is empty. Choose the file that the IND sent"),
        },
    )
    keep = forms.ChoiceField(
        label=_("What if a row has a fault?"),
        choices=[("good", _("Keep the good rows")), ("all", _("Keep all rows or nothing"))],
        initial="good",
        widget=ChoiceCards(
            hints={
                "good": _("You see which rows are wrong. Send those again when they are mended."),
                "all": _("With one fault, nothing of the file is kept."),
            }
        ),
        error_messages={"required": _("Choose what happens when a row has a fault")},
    )


class InvitationDayField(BirthDateField):
    """A day to come, from three boxes."""

    default_error_messages = {
        "required": _("Enter the last day on which the person can come"),
        "incomplete": _("Enter the day, the month and the year"),
        "year": _("Enter the year with four digits"),
        "unreal": _("This day does not exist. Check the day and the month"),
        "future": _("Choose a day from today, at most a year ahead"),
    }

    def _real_date(self, day: int, month: int, year: int) -> date:
        try:
            wanted = date(year, month, day)
        except ValueError:
            raise self._error("unreal") from None
        today = clock.dutch_day(clock.now())
        if not today <= wanted <= today + timedelta(days=DAYS_AHEAD_MAX):
            raise self._error("future")
        return wanted


def _checked(name: str, shape: Any, error: Any) -> Any:
    def clean(self: forms.Form) -> str:
        made = shape(self.cleaned_data[name])
        if made is None:
            raise ValidationError(error)
        return str(made)

    return clean


class InvitationForm(PlaceForm):
    """One person whose photo and fingerprints are missing or poor."""

    v_number = VNumberField(
        label=_("V-number"),
        max_length=TYPED_LENGTH_MAX,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "numeric"}),
        error_messages={"required": _("Enter the V-number")},
    )
    first_name = forms.CharField(
        label=_("First names"),
        help_text=_("As in the passport. A dash (-) when it has none"),
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": _("Enter the first names, or a dash (-)")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        help_text=_("As in the passport"),
        widget=forms.TextInput(attrs=WIDE),
        error_messages={"required": _("Enter the last name")},
    )
    birth_date = BirthDateField(label=_("Date of birth"))
    reason = forms.ChoiceField(
        label=_("Why must photo and fingerprints be taken?"),
        choices=list(REASONS.items()),
        widget=ChoiceCards(),
        error_messages={"required": _("Choose a reason")},
    )
    respond_before = InvitationDayField(label=_("Last day on which the person can come"), widget=DateBoxes())
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=LANGUAGES,
        help_text=_("The letter is in Dutch too"),
        widget=forms.Select(attrs={"class": "ind-size-20"}),
    )
    street = forms.CharField(label=_("Street and number"), required=False, widget=forms.TextInput(attrs=WIDE))
    postcode = forms.CharField(label=_("Postcode"), required=False, widget=forms.TextInput(attrs=NARROW))
    city = forms.CharField(label=_("Place"), required=False, widget=forms.TextInput(attrs=WIDE))
    country = forms.CharField(
        label=_("Country"),
        required=False,
        help_text=_("Leave empty for the Netherlands"),
        widget=forms.TextInput(attrs=WIDE),
    )
    email = forms.CharField(label=_("E-mail address"), required=False, widget=forms.EmailInput(attrs=WIDE))

    clean_first_name = _checked("first_name", shapes.first_name_of, _("Enter the first names, or a dash (-)"))
    clean_last_name = _checked("last_name", shapes.name_of, _("Enter the last name"))

    def clean(self) -> dict[str, Any]:
        """Ask for a way to reach the person; the sentences are those of a delivery."""
        given = self.cleaned_data
        values = {name: str(given.get(name, "")) for name in (*ADDRESS_FIELDS, "email")}
        self.reach, faults = read_reach(values)
        for name, code in faults.items():
            self.add_error(name, str(FAULTS[code]))
        return given

    reach: Reach


def already_invited() -> str:
    """Return what helps when the person has an open invitation."""
    return gettext("This person has an open invitation already. Nobody is invited twice")
