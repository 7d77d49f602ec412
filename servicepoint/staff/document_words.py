"""What deliveries say, in words for staff."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.documents.deliveries.found import Found
from servicepoint.documents.deliveries.words import FAULTS

STATES = {
    "waiting": gettext_lazy("Waits to be read"),
    "reading": gettext_lazy("Is being read"),
    "done": gettext_lazy("Read"),
    "refused": gettext_lazy("Refused: nothing was kept"),
}
# Where the documents of a delivery are, in the order of their way.
PLACES = {
    "announced": gettext_lazy("Promised, and not scanned here yet"),
    "in_safe": gettext_lazy("In the safe"),
    "out": gettext_lazy("Taken out of the safe"),
    "at_counter": gettext_lazy("At a counter"),
    "handed_over": gettext_lazy("Handed over to the owner"),
    "returned": gettext_lazy("Returned to the IND"),
    "destroyed": gettext_lazy("Destroyed on instruction"),
    "missing": gettext_lazy("Missing"),
    "elsewhere": gettext_lazy("At another desk of the IND"),
    "courier": gettext_lazy("A courier brings it"),
}
REASONS = {
    "missing": gettext_lazy("We have none of this person"),
    "poor": gettext_lazy("They are too poor to use"),
}
# Each language under its own name. One that is not in this list gets Dutch and English.
LANGUAGES = (
    ("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("de", "Deutsch"), ("es", "español"),
    ("fa", "فارسی"), ("fr", "français"), ("pl", "polski"), ("pt", "português"), ("ru", "русский"),
    ("so", "Soomaali"), ("ti", "ትግርኛ"), ("tr", "Türkçe"), ("uk", "українська"), ("zh", "中文"),
)  # fmt: skip
COLUMN = "column_"


def field_of(found: Found) -> str:
    """Return which field is wrong: a column as it is called in the file, or which one by number."""
    if not found.field:
        return _("the whole row")
    if found.field.startswith(COLUMN):
        return _("column %(number)s") % {"number": found.field.removeprefix(COLUMN)}
    return found.field


def mend(found: Found) -> str:
    """Return what is wrong and how to mend it."""
    return str(FAULTS.get(found.code, found.code))
