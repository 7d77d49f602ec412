"""Forms of the pages that begin with a letter."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from servicepoint.appointments.party import PARTY_MAX, Person
from servicepoint.documents.queries.letters import Expected
from servicepoint.forms.page import BirthDateField, ChoiceCards, PageForm, TickCards
from servicepoint.kit.reference import normal_code
from servicepoint.public import refusals
from servicepoint.public.letters import common_days
from servicepoint.public.templatetags.content_texts import text
from servicepoint.services import rules as service_rules
from servicepoint.services.catalogue import Catalogue, Service

CODE_LENGTH_MAX = 40  # as typed, with spaces and dashes


class LetterForm(PageForm):
    """The code of a letter, and the birth date of one of the persons in it."""

    code = forms.CharField(
        label=_("Code in the letter"),
        help_text=_("Eight letters and digits, for example H7KT-QXRA."),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(
            attrs={
                "class": "ind-size-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the code. It is in the letter, below the square with the dots")},
    )
    birth_date = BirthDateField(
        label=_("Date of birth"),
        help_text=_("Of you, or of another person in the letter. For example 17 5 1984."),
    )

    def clean_code(self) -> str:
        """Return the code without spaces and dashes, in capitals."""
        code = normal_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(self.fields["code"].error_messages["required"], code="required")
        return code


class ComingForm(PageForm):
    """Who of the letters comes; no question where it can be one person only."""

    people = forms.MultipleChoiceField(
        label=_("Who comes?"),
        help_text=_("You come together, at one time."),
        widget=TickCards,
        error_messages={
            "required": _("Choose who comes"),
            "invalid_choice": _("Choose who comes from the list"),
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Sequence[Expected],
        catalogue: Catalogue,
        chosen: Sequence[Expected],
    ) -> None:
        ids = [str(each.person.id) for each in chosen]
        super().__init__(data, initial={"people": ids})
        self.by_id = {str(each.person.id): each for each in people}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.widget = TickCards(hints={key: _what_for(each, catalogue) for key, each in self.by_id.items()})
        field.choices = [(key, _name(each)) for key, each in self.by_id.items()]
        if len(people) == 1:
            field.widget = forms.MultipleHiddenInput()

    @property
    def chosen(self) -> list[Expected]:
        """Return who comes, in the order of the letters, once the form is valid."""
        return [each for key, each in self.by_id.items() if key in self.cleaned_data["people"]]

    def clean_people(self) -> list[str]:
        """Refuse more than fit in one visit, and people who have no day in common."""
        ids: list[str] = self.cleaned_data["people"]
        if len(ids) > PARTY_MAX:
            raise ValidationError(
                gettext("Choose 6 people at most. Make a second appointment for the others"), code="too_many"
            )
        days = common_days([self.by_id[each] for each in ids])
        if days is not None and days.is_empty:
            raise ValidationError(
                gettext("There is no day on which all of them can come. Make separate appointments"),
                code="no_day",
            )
        return ids


class SituationForm(PageForm):
    """The one thing that a letter does not say about a person; `asked` are the codes to choose from."""

    situation = forms.ChoiceField()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        service: Service,
        asked: Sequence[str],
        person: Person,
        day: date,
    ) -> None:
        super().__init__(data, initial={"situation": person.situation})
        self.service, self.person, self.day = service, person, day
        offered = [each for each in service.situations if each.code in asked]
        field = self.fields["situation"]
        assert isinstance(field, forms.ChoiceField)
        field.label = gettext("What is the situation of this person?")
        field.widget = ChoiceCards(hints={each.code: text(each.hint) for each in offered if each.hint})
        field.choices = [(each.code, text(each.label)) for each in offered]
        missing = refusals.REASONS["situation_missing"]
        field.error_messages |= {"required": missing, "invalid_choice": missing}

    def clean_situation(self) -> str:
        """Refuse a person whom a rule of the service keeps away."""
        situation: str = self.cleaned_data["situation"]
        code = service_rules.refusal_for(self.service, situation, self.person.birth_date, self.day)
        if code:
            raise ValidationError(refusals.reason(code), code=code)
        return situation


def _name(expected: Expected) -> str:
    return f"{expected.person.first_name} {expected.person.last_name}".strip()


def _what_for(expected: Expected, catalogue: Catalogue) -> str:
    service = catalogue.services.get(expected.letter.service)
    return text(service.name) if service else ""
