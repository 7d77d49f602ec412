"""The codes of the room `documents` in the reader's language: places, reasons, refusals."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servicepoint.documents.errors import DocumentRefused, MoveNotPossible, NotCollectable, ProofMissing

PLACES: Mapping[str, Promise] = {
    "announced": gettext_lazy("On its way to us"),
    "in_safe": gettext_lazy("In the safe"),
    "out": gettext_lazy("Out of the safe"),
    "at_counter": gettext_lazy("At a counter"),
    "handed_over": gettext_lazy("Handed over to its owner"),
    "returned": gettext_lazy("Returned to the IND"),
    "destroyed": gettext_lazy("Destroyed"),
    "missing": gettext_lazy("Not found"),
}
KINDS: Mapping[str, Promise] = {
    "I": gettext_lazy("Card type I"),
    "II": gettext_lazy("Card type II"),
    "III": gettext_lazy("Card type III"),
    "IV": gettext_lazy("Card type IV"),
    "V": gettext_lazy("Card type V"),
    "EU": gettext_lazy("Card EU/EER"),
    "EU-F": gettext_lazy("Card family of an EU citizen"),
    "ART50": gettext_lazy("Card Article 50"),
    "W": gettext_lazy("W document"),
    "W2": gettext_lazy("W2 document"),
    "STICKER": gettext_lazy("Sticker on a sheet"),
}
OUT_REASONS: Mapping[str, Promise] = {
    "check": gettext_lazy("To look at it"),
    "courier": gettext_lazy("A courier takes it"),
    "counter": gettext_lazy("For a counter"),
    "repack": gettext_lazy("The safe is put in order"),
    "other": gettext_lazy("Another reason"),
}
MISSING_REASONS: Mapping[str, Promise] = {
    "not_at_its_place": gettext_lazy("Not at its place, looked around it too"),
    "never_arrived": gettext_lazy("It was announced and never came"),
    "stock_take": gettext_lazy("Not found when counting"),
}
MOVED_BECAUSE: Mapping[str, Promise] = {
    **OUT_REASONS,
    **MISSING_REASONS,
    "return": gettext_lazy("Nobody collected it in time"),
    "not_collected": gettext_lazy("Nobody collected it in time"),
    "instruction": gettext_lazy("Instruction of the IND"),
    "taken_back": gettext_lazy("The hand-over was undone"),
}
WHY_NOT: Mapping[str, Promise] = {
    "document_handed_over": gettext_lazy("This document was handed over already"),
    "document_returned": gettext_lazy("This document went back to the IND. The IND tells what comes next"),
    "document_destroyed": gettext_lazy("This document was destroyed. Ask the IND for a new one"),
    "document_courier": gettext_lazy("A courier brings this document to the home. Do not hand it over"),
    "document_blocked": gettext_lazy("The IND keeps this document back. Do not hand it over. Call the IND"),
    "document_elsewhere": gettext_lazy("This document is at another desk of the IND. Send the person there"),
    "document_missing": gettext_lazy("This document cannot be found. Ask the lead"),
    "document_not_yet": gettext_lazy("This document is announced and not here yet"),
    "document_announced": gettext_lazy("This document is expected today. Look if it came and scan it in"),
    "document_too_late": gettext_lazy("The last day to collect this document has passed. Ask the lead"),
    "document_at_counter": gettext_lazy("This document is at another counter"),
    "document_laid_aside": gettext_lazy("This document is laid aside for the IND. Ask the lead"),
    "document_not_due": gettext_lazy("This document can still be collected. It stays in the safe"),
}
REFUSED: Mapping[str, Promise] = {
    "document_unknown": gettext_lazy(
        "No document with this number was announced. Keep it apart, ask the lead"
    ),
    "document_of_other_location": gettext_lazy("This document belongs to another location. Send it there"),
    "drawer_full": gettext_lazy("This drawer is full. Scan the label of another one"),
    "place_occupied": gettext_lazy(
        "Another document lies there. Scan the drawer alone for the next free place"
    ),
    "place_malformed": gettext_lazy(
        "This is no place of the safe. It is a drawer and a number, such as A-12"
    ),
    "reason_unknown": gettext_lazy("Choose one of the reasons of the list"),
    "signature_refused": gettext_lazy("This is no signature. Clear the field and sign again, or use paper"),
    "too_late_to_take_back": gettext_lazy("This cannot be undone any more. Ask the lead"),
    "stock_take_closed": gettext_lazy("This count is finished, or this difference is settled"),
    "stock_take_open": gettext_lazy("A count is going on. Finish that one first"),
    "list_closed": gettext_lazy("This list is done, or somebody else just did it"),
    "list_empty": gettext_lazy("There is no document on this list"),
    "reference_used": gettext_lazy(
        "This reference was used before, or it is none of the IND. Look at the letter"
    ),
    "same_person_confirms": gettext_lazy("Somebody else than who asked for it has to confirm"),
}
LACKING: Mapping[str, Promise] = {
    "identity": gettext_lazy("the identity is not checked"),
    "old_document": gettext_lazy("nobody said what became of the old document"),
    "signature": gettext_lazy("the receipt is not signed"),
}
OLD_DOCUMENTS: Mapping[str, Promise] = {
    "card": gettext_lazy("Old card taken in"),
    "sticker": gettext_lazy("Old sticker cancelled"),
    "police_report": gettext_lazy("Police report seen"),
    "none_before": gettext_lazy("There was none before"),
}
DIFFERENCES: Mapping[str, Promise] = {
    "lacking": gettext_lazy("Should be here and was not scanned"),
    "other_place": gettext_lazy("Lies at another place"),
    "not_here": gettext_lazy("Should not be in the safe"),
    "unknown": gettext_lazy("Not known to us"),
}
SETTLED: Mapping[str, Promise] = {
    "missing": gettext_lazy("It is not there: mark as not found"),
    "found": gettext_lazy("It lies there after all"),
    "put": gettext_lazy("Put it where it was scanned"),
    "noted": gettext_lazy("Only note it"),
}
SETTLED_REASONS: Mapping[str, Promise] = {
    "looked_twice": gettext_lazy("Two people looked"),
    "misplaced": gettext_lazy("Laid at the wrong place"),
    "not_scanned": gettext_lazy("Forgotten with scanning"),
    "reported": gettext_lazy("Reported to the IND"),
}
FAULTS: Mapping[str, Promise] = {
    "no_beginning": gettext_lazy("Its first movement is not the announcement"),
    "gap": gettext_lazy("A movement is gone, or two do not join"),
    "impossible_way": gettext_lazy("A movement that cannot be"),
    "no_place": gettext_lazy("It is nowhere"),
    "two_places": gettext_lazy("It is at two places"),
}
FLOWS: Mapping[str, Promise] = {
    "scanned_in": gettext_lazy("Scanned in"),
    "found": gettext_lazy("Found again"),
    "taken_back": gettext_lazy("Hand-over undone"),
    "handed_over": gettext_lazy("Handed over"),
    "returned": gettext_lazy("Returned to the IND"),
    "destroyed": gettext_lazy("Destroyed"),
    "missing": gettext_lazy("Not found any more"),
}
SIGNERS: Mapping[str, Promise] = {
    "signed_by_guardian": gettext_lazy("Parent or guardian of the owner"),
    "signed_by_authorised": gettext_lazy("Somebody with a written authorisation"),
}
UNKNOWN_REASONS: Mapping[str, Promise] = {
    "not_in_records": gettext_lazy("The document lies here and no delivery names it"),
    "records_wrong": gettext_lazy("Our records are wrong, the document lies here"),
}


def word(words: Mapping[str, Promise], code: str) -> str:
    """Return a code in the reader's language; one without words stands as it is."""
    known = words.get(code)
    return str(known) if known else code


def spot_words(drawer: str, position: int | None) -> str:
    """Return a place of the safe as its label says it; empty for none."""
    return f"{drawer} {position}" if drawer and position else drawer


def refused(refusal: DocumentRefused) -> str:
    """Return what is in the way of an act on a document, and what helps."""
    if isinstance(refusal, NotCollectable):
        return word(WHY_NOT, refusal.reason)
    if isinstance(refusal, MoveNotPossible):
        place = word(PLACES, refusal.place)
        return _("This is not possible. By our records it is here: %(place)s") % {"place": place}
    if isinstance(refusal, ProofMissing):
        lacking = _listed(word(LACKING, each) for each in refusal.lacking)
        return _("The document cannot be handed over: %(list)s") % {"list": lacking}
    return word(REFUSED, refusal.code)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts)
