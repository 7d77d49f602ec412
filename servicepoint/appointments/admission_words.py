"""Why somebody cannot come, in words that every door says: what is the matter, and what helps."""

from django.utils.translation import gettext_lazy as _

PHONE = "088 043 04 30"
UNKNOWN = _("This person cannot come. Call us: %(phone)s")
WORDS = {
    "document_none": _(
        "No document lies ready under this V-number and date of birth. Compare both with your letter. Are "
        "they right? Then call us: %(phone)s"
    ),
    "document_elsewhere": _(
        "The document is at another desk of the IND. You cannot collect it here. Call us: %(phone)s"
    ),
    "document_not_yet": _(
        "The document is not here yet on that day. Choose a later day, or call us: %(phone)s"
    ),
    "document_courier": _(
        "A courier brings this document. You do not have to come. Does the courier not come? Call us: "
        "%(phone)s"
    ),
    "document_handed_over": _(
        "This document was collected already. Did you not do that? Call us at once: %(phone)s"
    ),
    "document_returned": _("The document went back to the IND. Call us, we tell you what to do: %(phone)s"),
    "document_destroyed": _(
        "This document does not exist any more. Call us, we tell you what to do: %(phone)s"
    ),
    "document_blocked": _("We cannot give this document to you at the moment. Call us: %(phone)s"),
    "document_missing": _("We are looking for this document. Do not come yet. Call us: %(phone)s"),
    "document_too_late": _(
        "On that day the document cannot be collected any more. Choose an earlier day, or call us: %(phone)s"
    ),
    "invitation_none": _(
        "This person is not invited for that day. Look in the letter until when you can come, or call us: "
        "%(phone)s"
    ),
    "letter_needed": _(
        "For this appointment you need the code in our letter. Begin at “Where is my document?”, or call us: "
        "%(phone)s"
    ),
}


def why(reason: str) -> str:
    """Return the reason of a NotAdmitted in the reader's language."""
    return str(WORDS.get(reason, UNKNOWN)) % {"phone": PHONE}
