"""Each fault of a delivery, and how to mend it. One sentence for every door: page, command, file and call."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FAULTS: "dict[str, StrPromise]" = {
    "address_incomplete": _("Give street, postcode and place, or leave all of the address out"),
    "announced_too_late": _("This day is later than the last day to collect it. Check both"),
    "birth_date_wrong": _("Send a date of birth from 1900 on that is not in the future, such as 1984-05-17"),
    "collect_before_past": _("The last day to collect it is over. Send a later day"),
    "column_missing": _("Add this column to the first line"),
    "column_twice": _("This column stands in the first line twice. Take one out"),
    "column_unknown": _(
        "This column has no name that we know. Begin with a line of names, and take other columns out"
    ),
    "day_wrong": _("Send a day that exists, such as 2027-02-26"),
    "document_differs": _(
        "We know this document number with something else here. Check the number. If what we know is wrong, "
        "call the service point"
    ),
    "document_number_wrong": _(
        "A document number is V with 8 letters or digits, without the letter O and the digit 0"
    ),
    "email_wrong": _("Send an e-mail address such as name@example.org"),
    "field_count": _(
        "This row has more or fewer fields than the first line. Put a text that holds a separator in quotes"
    ),
    "first_name_wrong": _(
        "Send the first names as in the passport, 100 characters at most; a dash when it has none"
    ),
    "kind_unknown": _("This is no kind of document. The description of the file lists them"),
    "language_wrong": _("Send the language as two or three letters (ISO 639), such as nl, en or ar"),
    "last_name_wrong": _("Send the last name as in the passport, 100 characters at most"),
    "missing": _("This is required"),
    "number_twice": _("This document number stands in an earlier row too. Take one of the rows out"),
    "place_unknown": _("This is no desk of the IND. Send MAA, AM, DH, ZW or DB"),
    "postcode_wrong": _(
        "A Dutch postcode has 4 digits and 2 letters. For another country, fill in the country too"
    ),
    "replaces_itself": _("A document does not replace itself. Send the number of the earlier one"),
    "replaces_wrong": _("The number of the earlier document has 9 letters and digits"),
    "text_wrong": _("This is too long, or holds marks that cannot be printed. Shorten it"),
    "unreachable": _("Give an address or an e-mail address, so that the owner can be reached"),
    "v_number_wrong": _("A V-number has 10 digits. Check the letter"),
}
UNREADABLE: "dict[str, StrPromise]" = {
    "empty": _("The file has no rows. Begin with a line of names, and give each document a row"),
    "not_utf8": _("The file is not text in UTF-8. Save it as CSV UTF-8"),
    "quotes": _("A text in quotes does not end. Look for a quotation mark that stands alone"),
    "too_large": _("The file is larger than 10 MB. Split it"),
    "too_many_rows": _("The file has more than 50,000 rows. Split it"),
}
