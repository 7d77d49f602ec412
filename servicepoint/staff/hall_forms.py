"""Forms of the hall: who is received how, and new machines."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from servicepoint.kit.reference import normal_code
from servicepoint.locations import queries as locations
from servicepoint.services import queries as services
from servicepoint.visits.arrival import OVERRIDE_REASONS
from servicepoint.visits.line import PRIORITY_REASONS
from servicepoint.visits.outcome import REASONS

PERSONS_MAX = 6
NAME_LENGTH_MAX = 60
TYPED_MAX = 60
WALK_INS_HIGHEST = 500

OVERRIDES = {
    "quiet_hall": _("It is quiet"),
    "transport": _("Train, bus or traffic"),
    "health": _("Health"),
    "our_mistake": _("Our mistake"),
    "with_child": _("With a child"),
    "other": _("Another reason"),
}
PRIORITIES = {
    "wheelchair": _("Wheelchair"),
    "infant": _("A small child"),
    "pregnant": _("Pregnant"),
    "health": _("Cannot stand or wait long"),
    "elderly": _("Old age"),
    "our_mistake": _("Our mistake"),
}
LEAVING = {
    "": _("Said no reason"),
    "no_time": _("No time left"),
    "unwell": _("Not well"),
    "waited_too_long": _("Waited too long"),
}


class HallForm(forms.Form):
    """Fields as the staff pages show them; the browser checks nothing itself."""

    use_required_attribute = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            kind = "select" if isinstance(field.widget, forms.Select) else "textbox"
            field.widget.attrs.setdefault("class", f"utrecht-{kind} utrecht-{kind}--html-{_html(kind)}")


def _html(kind: str) -> str:
    return "select" if kind == "select" else "input"


def _sorted(words: Mapping[str, Any], known: frozenset[str]) -> list[tuple[str, Any]]:
    return [
        (code, words.get(code, code)) for code in sorted(known, key=lambda code: str(words.get(code, code)))
    ]


class ArrivalForm(HallForm):
    """A code as scanned or typed, and what a member of staff adds."""

    code = forms.CharField(label=_("Appointment code"), max_length=TYPED_MAX)
    priority = forms.ChoiceField(label=_("Called sooner because of"), required=False)
    override = forms.ChoiceField(label=_("Receive all the same, because of"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
        _choose(self, "priority", [("", _("No priority")), *_sorted(PRIORITIES, PRIORITY_REASONS)])
        _choose(self, "override", [("", _("Choose a reason")), *_sorted(OVERRIDES, OVERRIDE_REASONS)])

    def clean_code(self) -> str:
        """Return the code without spaces and dashes, in capitals."""
        return normal_code(self.cleaned_data["code"])


class GuestForm(HallForm):
    """Who comes without an appointment: for what, how many, in which language."""

    service = forms.ChoiceField(label=_("Service"))
    persons = forms.IntegerField(label=_("Persons"), min_value=1, max_value=PERSONS_MAX, initial=1)
    language = forms.ChoiceField(label=_("Language"))
    first_name = forms.CharField(label=_("First name"), required=False, max_length=NAME_LENGTH_MAX)
    last_name = forms.CharField(label=_("Last name"), required=False, max_length=NAME_LENGTH_MAX)
    priority = forms.ChoiceField(label=_("Called sooner because of"), required=False)

    def __init__(self, languages: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [each for each in services.catalogue().services.values() if each.active]
        language = get_language() or "nl"
        _choose(self, "service", [(each.code, each.name.get(language, each.code)) for each in offered])
        _choose(self, "language", languages)
        _choose(self, "priority", [("", _("No priority")), *_sorted(PRIORITIES, PRIORITY_REASONS)])


class LeaveForm(HallForm):
    """Why a party goes before it was helped."""

    reason = forms.ChoiceField(label=_("Reason"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, "reason", _sorted(LEAVING, REASONS["left"]))


class WalkInsForm(HallForm):
    """How many parties without an appointment are received today."""

    at_most = forms.IntegerField(label=_("At most today"), min_value=0, max_value=WALK_INS_HIGHEST)


class DeviceForm(HallForm):
    """A new machine in the hall."""

    location = forms.TypedChoiceField(label=_("Location"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What it is for"),
        choices=[("kiosk", _("Kiosk: people check in")), ("display", _("Display: people see who is called"))],
    )
    name = forms.CharField(label=_("Where it stands"), max_length=NAME_LENGTH_MAX)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "nl"
        places = locations.locations()
        _choose(self, "location", [(place.id, place.name.get(language, place.slug)) for place in places])


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
