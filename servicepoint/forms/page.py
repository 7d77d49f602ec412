"""The form of a page: browser validation off, errors listed on top, and widgets of our own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template
from django.utils.translation import gettext_lazy as _

from servicepoint.forms.shapes import EARLIEST_YEAR
from servicepoint.kit import clock

DJANGO_FORMS = "django/forms/"


class PageRenderer(TemplatesSetting):
    """Our templates in `templates/forms/`, Django's where we have none. The admin keeps Django's own."""

    form_template_name = "forms/div.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Return our template of that name, else Django's."""
        if not template_name.startswith(DJANGO_FORMS):
            return super().get_template(template_name)
        return select_template(["forms/" + template_name.removeprefix(DJANGO_FORMS), template_name])


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary; `href` is empty when no single field is wrong."""

    text: str
    href: str


class PageForm(forms.Form):
    """A form as a resident meets it: no browser validation, errors listed on top, optional fields marked.

    `heading_field` names the field whose label is the page's only heading (one question a page).
    `mark_optional = False` is for filters, where nothing is required.
    """

    use_required_attribute = False
    default_renderer = PageRenderer
    heading_field = ""
    mark_optional = True

    @property
    def error_links(self) -> tuple[ErrorLink, ...]:
        """Return every error with the address of the control that mends it; the form's own errors first."""
        general = (ErrorLink(str(error), "") for error in self.non_field_errors())
        return (*general, *self._field_links())

    def _field_links(self) -> Iterator[ErrorLink]:
        for bound in self:
            for error in bound.errors:
                yield ErrorLink(str(error), f"#{first_control(bound)}")


def first_control(bound: BoundField) -> str:
    """Return the id of the control that an error link leads to: the first box or choice of a group."""
    widget = bound.field.widget
    if isinstance(widget, DateBoxes):
        return f"{bound.auto_id}_day"
    if isinstance(widget, forms.RadioSelect):  # also a list of check boxes, which derives from it
        return f"{bound.auto_id}_0"
    return bound.id_for_label


class ChoiceCards(forms.RadioSelect):
    """Radios as cards: `hints` by value; the value `divider_before` gets an "or" line above it."""

    def __init__(self, *, hints: Mapping[str, Any] | None = None, divider_before: str = "") -> None:
        super().__init__()
        self.hints = dict(hints or {})
        self.divider_before = divider_before

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Django's option with its hint."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["divider_before"] = bool(self.divider_before) and str(value) == self.divider_before
        return option


class TickCards(forms.CheckboxSelectMultiple):
    """Check boxes as cards, with hints by value."""

    def __init__(self, *, hints: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Django's option with its hint."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


DateParts = tuple[str, str, str]


class DateBoxes(forms.Widget):
    """Day, month and year in three boxes, posted as `<name>_day`, `<name>_month`, `<name>_year`.

    The value is a date, or what was typed as a tuple of three texts.
    """

    template_name = "forms/widgets/date_boxes.html"
    use_fieldset = True
    boxes = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self, *, own_birthday: bool = False) -> None:
        super().__init__()
        self.own_birthday = own_birthday

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return Django's context with one entry for each box."""
        context = super().get_context(name, value, attrs)
        widget_id = context["widget"]["attrs"].get("id", f"id_{name}")
        invalid = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["boxes"] = [
            {
                "part": part,
                "label": label,
                "name": f"{name}_{part}",
                "id": f"{widget_id}_{part}",
                "value": text,
                "size": size,
                "invalid": invalid,
                "autocomplete": f"bday-{part}" if self.own_birthday else "off",
            }
            for (part, label, size), text in zip(self.boxes, _texts(value), strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:  # noqa: ARG002
        """Return what was typed: day, month, year."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part, _label, _size in self.boxes)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether none of the three boxes was sent."""
        return not any(f"{name}_{part}" in data for part, _label, _size in self.boxes)


def _texts(value: Any) -> DateParts:
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, tuple | list) and len(value) == 3:
        return str(value[0]), str(value[1]), str(value[2])
    return "", "", ""


class BirthDateField(forms.Field):
    """A date of birth from three boxes; cleans to a `date`, or None when optional and empty."""

    widget = DateBoxes
    default_error_messages = {
        "required": _("Enter the date of birth"),
        "incomplete": _("Enter the day, the month and the year of the date of birth"),
        "year": _("Enter the year of birth with four digits, for example 1984"),
        "unreal": _("This date of birth does not exist. Check the day and the month"),
        "future": _("The date of birth must be in the past"),
    }

    def to_python(self, value: Any) -> date | None:
        """Return the date, or raise the error that says what to mend."""
        parts = _texts(value)
        if not any(parts):
            return None
        if not all(parts):
            raise self._error("incomplete")
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise self._error("unreal")
        return self._real_date(*(int(part) for part in parts))

    def _real_date(self, day: int, month: int, year: int) -> date:
        if year < EARLIEST_YEAR:
            raise self._error("year")
        try:
            birth = date(year, month, day)
        except ValueError:
            raise self._error("unreal") from None
        if birth > clock.dutch_day(clock.now()):
            raise self._error("future")
        return birth

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
