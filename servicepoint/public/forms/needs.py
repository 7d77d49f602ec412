"""What helps during the visit. Never why: no medical detail is asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from servicepoint.forms.page import PageForm, TickCards

# The name in Dutch or English, then in the language itself. The value is what the counter reads, translated.
LANGUAGES = [
    ("Arabic", _("Arabic"), "العربية"),
    ("Chinese (Mandarin)", _("Chinese (Mandarin)"), "中文"),
    ("Dari", _("Dari"), "دری"),
    ("English", _("English"), "English"),
    ("Farsi", _("Farsi"), "فارسی"),
    ("French", _("French"), "français"),
    ("German", _("German"), "Deutsch"),
    ("Polish", _("Polish"), "polski"),
    ("Portuguese", _("Portuguese"), "português"),
    ("Russian", _("Russian"), "русский"),
    ("Somali", _("Somali"), "Soomaali"),
    ("Spanish", _("Spanish"), "español"),
    ("Tigrinya", _("Tigrinya"), "ትግርኛ"),
    ("Turkish", _("Turkish"), "Türkçe"),
    ("Ukrainian", _("Ukrainian"), "українська"),
    ("Another language", _("Another language"), ""),
]
OTHERS = [
    ("wheelchair", _("Wheelchair access")),
    ("quiet_room", _("A quiet room")),
    ("guardian", _("A parent or guardian comes along")),
    ("lawyer", _("A lawyer comes along")),
    ("infant", _("A baby or small child comes along")),
]


class NeedsForm(PageForm):
    """Nothing here is required: an empty answer means that nothing is needed."""

    interpreter = forms.ChoiceField(
        label=_("Interpreter"),
        help_text=_("Choose a language if you need an interpreter at the counter."),
        required=False,
        widget=forms.Select(attrs={"class": "ind-size-20"}),
        error_messages={"invalid_choice": _("Choose a language from the list")},
    )
    others = forms.MultipleChoiceField(
        label=_("Anything else"),
        choices=OTHERS,
        required=False,
        widget=TickCards,
        error_messages={
            "invalid_choice": _("Choose from the list"),
            "invalid_list": _("Choose from the list"),
        },
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, needs: Mapping[str, str | bool] | None = None
    ) -> None:
        given = dict(needs or {})
        language = given.pop("interpreter", "")
        super().__init__(data, initial={"interpreter": language, "others": list(given)})
        field = self.fields["interpreter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("No interpreter needed")),
            *((each[0], _named(*each[1:])) for each in LANGUAGES),
        ]

    def needs(self) -> dict[str, str | bool]:
        """Return the answer as the appointments room knows it, once the form is valid."""
        given = self.cleaned_data
        language = {"interpreter": given["interpreter"]} if given["interpreter"] else {}
        return language | dict.fromkeys(given["others"], True)


def _named(name: Any, own_name: str) -> str:
    return f"{name} – {own_name}" if own_name and own_name != str(name) else str(name)
