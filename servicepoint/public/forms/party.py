"""How many come, and for what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.party import PARTY_MAX
from servicepoint.forms.page import ChoiceCards, PageForm
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services.catalogue import Service

NOT_COMING = ""


class ServiceForm(PageForm):
    """What someone comes for, as radios."""

    heading_field = "service"
    service = forms.ChoiceField(
        label=_("What do you want to come for?"),
        help_text=_("Do you come with more people? You choose for each person in a moment."),
        error_messages={"required": _("Choose what you want to come for")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, services: Sequence[Service]) -> None:
        super().__init__(data)
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)
        field.widget = ChoiceCards(hints={each.code: text(each.summary) for each in services})
        field.choices = [(each.code, text(each.name)) for each in services]
        field.error_messages["invalid_choice"] = field.error_messages["required"]


class PersonsForm(PageForm):
    """How many persons come; `minutes_for` tells how long the visit then takes."""

    heading_field = "persons"
    persons = forms.ChoiceField(
        label=_("How many people come?"),
        help_text=_("Count everyone who needs something from the IND: children too, and yourself."),
        error_messages={"required": _("Choose how many people come")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        minutes_for: Callable[[int], int],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["persons"]
        assert isinstance(field, forms.ChoiceField)
        numbers = range(1, PARTY_MAX + 1)
        field.widget = ChoiceCards(hints={str(number): _takes(minutes_for(number)) for number in numbers})
        field.choices = [(str(number), _people(number)) for number in numbers]
        field.error_messages["invalid_choice"] = field.error_messages["required"]

    @property
    def number(self) -> int:
        """The answer, once the form is valid."""
        return int(self.cleaned_data["persons"])


class EachServiceForm(PageForm):
    """What each person comes for, and whether they come at all."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        services: Sequence[Service],
        basket: Sequence[str],
        names: Sequence[str],
    ) -> None:
        super().__init__(data)
        known = [(each.code, text(each.name)) for each in services]
        stay_away = [(NOT_COMING, gettext("Does not come"))] if len(basket) > 1 else []
        for number, (code, name) in enumerate(zip(basket, names, strict=True), start=1):
            self.fields[f"person_{number}"] = forms.ChoiceField(
                label=name,
                choices=known + stay_away,
                initial=code,
                required=not stay_away,
                widget=forms.Select(attrs={"class": "ind-size-20"}),
                error_messages=_wrong_choice(name),
            )

    mark_optional = False

    @property
    def chosen(self) -> list[tuple[int, str]]:
        """Return (old number, service) of everyone who comes, once the form is valid."""
        codes = (self.cleaned_data[name] for name in self.fields)
        return [(number, code) for number, code in enumerate(codes, start=1) if code]

    def clean(self) -> dict[str, Any]:
        """Refuse a party of nobody."""
        if not self.errors and not self.chosen:
            raise ValidationError(gettext("At least one person has to come"), code="nobody")
        return self.cleaned_data


def _wrong_choice(name: str) -> dict[str, Any]:
    message = gettext("Choose what %(person)s comes for") % {"person": name}
    return {"required": message, "invalid_choice": message}


def _people(number: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", number) % {"count": number}


def _takes(minutes: int) -> str:
    return gettext("The visit takes about %(minutes)d minutes") % {"minutes": minutes} if minutes else ""
