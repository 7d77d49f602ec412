"""The message catalogues: `make messages` finds every text in the code and the templates and merges it.

Django's own makemessages needs GNU gettext on the machine; Babel, which we have anyway, does not.
"""

import io
import sys
from pathlib import Path

from babel.messages import Catalog, Message, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from launch.environment import ROOT

LANGUAGES = ("nl",)  # texts are written in English in the source
SOURCES = ("servicepoint", "config", "templates")
TEMPLATE_ENDINGS = (".html", ".txt")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
WIDTH = 110


def main() -> None:
    """Merge what the sources say into the catalogues; --check only tells what is missing."""
    if "--check" in sys.argv:
        complaints = [complaint for language in LANGUAGES for complaint in complaints_about(language)]
        sys.exit("\n".join(complaints))
    _merge()


def complaints_about(language: str) -> list[str]:
    """Return a sentence for each text that is missing, unused, untranslated or wrongly filled in."""
    catalogue, found = read(language), extracted()
    asked = {_key(message): message for message in found if message.id}
    held = {_key(message): message for message in catalogue if message.id}
    return [
        *(
            f"{language}: missing: {key[0]!r} ({asked[key].locations[0][0]})"
            for key in asked
            if key not in held
        ),
        *(f"{language}: used nowhere: {key[0]!r}" for key in held if key not in asked),
        *(f"{language}: not translated: {text!r}" for text in untranslated(catalogue)),
        *(
            f"{language}: {message.id!r}: {error}"
            for message, errors in catalogue.check()
            for error in errors
        ),
    ]


def _merge() -> None:
    """Bring new texts in, empty; drop those used nowhere."""
    found = extracted()
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = read(language)
        created_at = catalogue.creation_date
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.creation_date = created_at  # a run that finds nothing new changes nothing
        with path.open("wb") as file:
            pofile.write_po(file, catalogue, width=WIDTH, sort_output=True, no_location=True)
        print(
            f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(untranslated(catalogue))} to translate"
        )


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue is."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue as it is on disk."""
    with catalogue_path(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts of a catalogue that have no translation, or one that nobody confirmed."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not _is_complete(message))
    ]


def extracted() -> Catalog:
    """Return a catalogue of every text in the sources, each with the file it comes from."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*") if path.is_file()):
        source = io.BytesIO((_as_python(path) or "").encode())
        for _line, text, _comments, context in extract("python", source, keywords=KEYWORDS):
            catalogue.add(text, context=context, locations=[(str(path.relative_to(ROOT)), 1)])
    return catalogue


def _as_python(path: Path) -> str | None:
    if path.suffix == ".py":
        return path.read_text()
    if path.suffix not in TEMPLATE_ENDINGS:
        return None
    python = templatize(path.read_text(), origin=str(path))
    # What is left of the page around the texts keeps its indentation, which means nothing in Python.
    return "\n".join(line.lstrip() for line in python.splitlines())


def _key(message: Message) -> tuple[str, str | None]:
    """Return what gettext looks a text up by: its singular, and its context."""
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context


def _is_complete(message: Message) -> bool:
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms)


if __name__ == "__main__":
    main()
