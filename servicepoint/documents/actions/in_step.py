"""What the IND says anew about a document goes on to the letter that invites for it."""

from collections.abc import Iterable

from servicepoint.documents.models import Document, Invitation, Invited

CARRIED = ("language", "email", "address", "household_digest")


def keep_in_step(documents: Iterable[Document]) -> None:
    """Bring open invitations in line with these documents, in the caller's transaction.

    A letter follows the first person on it in language and address; its last day is the first of theirs.
    """
    by_id = {each.id: each for each in documents}
    open_ones = Invited.objects.filter(document_id__in=by_id, is_open=True).order_by("invitation_id")
    about = {each.invitation_id: by_id[each.document_id or 0] for each in open_ones.filter(position=1)}
    numbers = {each.invitation_id for each in open_ones}
    for row in Invitation.objects.select_for_update().filter(id__in=numbers).order_by("id"):
        if row.id in about:
            for name in CARRIED:
                setattr(row, name, getattr(about[row.id], name))
        days = Document.objects.filter(invited__invitation=row, invited__is_open=True)
        last_day = min(days.values_list("collect_before", flat=True))
        row.closes_on = max(last_day, row.opens_on)
        row.save(update_fields=[*CARRIED, "closes_on"])
