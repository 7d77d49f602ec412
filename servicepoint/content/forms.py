"""Form fields for texts in several languages, for the admin pages of the rooms that keep them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.admin import options
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    BaseModelAdmin = options.BaseModelAdmin[Any]
else:
    BaseModelAdmin = options.BaseModelAdmin

TEXT_MAX = 600
TEXTS_MAX = 30


class TextsWidget(forms.MultiWidget):
    """One box per language."""

    def __init__(self) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            code: forms.Textarea(
                attrs={"rows": 2, "cols": 70, "lang": code, "aria-label": name, "placeholder": name}
            )
            for code, name in settings.LANGUAGES
        }
        super().__init__(boxes)

    def decompress(self, value: Any) -> list[str]:
        """Return the texts in the order of the boxes."""
        texts = value if isinstance(value, dict) else {}
        return [texts.get(code, "") for code, _name in settings.LANGUAGES]


class TextsField(forms.MultiValueField):
    """A text in every language of the site, as a dict by language code; all of them or none."""

    widget = TextsWidget

    def __init__(self, *, required: bool = True, empty: Any = None, **kwargs: Any) -> None:
        self.empty = empty
        boxes = [forms.CharField(max_length=TEXT_MAX, required=False) for _language in settings.LANGUAGES]
        super().__init__(boxes, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Any:
        """Return the texts by language code; what is `empty` when there are none."""
        texts = [text.strip() for text in data_list]
        if not any(texts):
            return self.empty
        if not all(texts):
            raise ValidationError(_("Fill in the text in every language."), code="language_missing")
        return dict(zip((code for code, _name in settings.LANGUAGES), texts, strict=True))


def check_texts(value: Any) -> None:
    """Refuse anything but a list of texts, each with every language of the site."""
    languages = {code for code, _name in settings.LANGUAGES}
    fits = isinstance(value, list) and len(value) <= TEXTS_MAX
    if not fits or not all(isinstance(one, dict) and languages <= one.keys() for one in value):
        example = ", ".join(f'"{code}": "…"' for code in sorted(languages))
        raise ValidationError(
            _("Write a list of texts, each in every language: [{%(example)s}]"),
            code="texts",
            params={"example": example},
        )


class TextsAdmin(BaseModelAdmin):
    """For an admin class or inline: `texts` are columns with one text, `lists_of_texts` with several."""

    texts: tuple[str, ...] = ()
    lists_of_texts: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return one box per language for a text."""
        if db_field.name in self.texts:
            empty: dict[str, str] | None = None if db_field.null else {}
            label = db_field.verbose_name
            return TextsField(required=not db_field.blank, empty=empty, label=label)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.lists_of_texts and field is not None:
            field.validators.append(check_texts)
        return field
