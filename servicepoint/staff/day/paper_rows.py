"""The lines of the counter's screen for who collects a document: where it lies, and what is next."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from servicepoint.staff.safe_words import KINDS, WHY_NOT, spot_words
from servicepoint.staff.safe_words import word as safe_word
from servicepoint.visits.papers import is_out_of_hand
from servicepoint.visits.queries import Paper, PersonView

from .row import Option, Row
from .words import STEPS, found, word


def paper_rows(person: PersonView, papers: Sequence[Paper], now: datetime) -> Iterator[Row]:
    """Yield a line for each document of this person, and the way of a lead where none can be given."""
    for paper in papers:
        yield _row(person, paper, now)
    done = next((each for each in person.steps if each.kind == "document_out"), None)
    if is_out_of_hand(papers):
        yield Row(
            id=f"row-{person.position}-document_out",
            label=word(STEPS, "document_out"),
            detail="" if papers else _("No document of this person is known here"),
            options=()
            if done
            else (Option(_("A lead notes it as handed over"), f"{person.position}/paper/0/other/"),),
            state="settled" if done else "open",
            found=", ".join(found("document_out", code) for code in done.codes) if done else "",
        )


def _row(person: PersonView, paper: Paper, now: datetime) -> Row:
    document = paper.document
    return Row(
        id=f"row-{person.position}-paper-{document.id}",
        label=f"{safe_word(KINDS, document.kind)} {document.number}",
        detail=_detail(person, paper),
        options=tuple(_options(f"{person.position}/paper/{document.id}", paper, now)),
        state={"ready": "open", "fetched": "open", "handed_over": "settled"}.get(paper.state, "missing"),
        found=_("Handed over") if paper.state == "handed_over" else "",
        stays=paper.state in {"ready", "fetched"},
        large=spot_words(document.drawer, document.position) if paper.state == "ready" else "",
    )


def _detail(person: PersonView, paper: Paper) -> str:
    if paper.state == "no":
        return safe_word(WHY_NOT, paper.why_not)
    if paper.state == "fetched":
        return _("It lies at this counter")
    if paper.state == "ready" and not paper.document.drawer:
        return _("It was taken out of the safe. Look where it lies")
    if person.who.birth_date is None and paper.document.birth_date:
        born = paper.document.birth_date.strftime("%d-%m-%Y")
        return _("Compare the date of birth: %(date)s") % {"date": born}
    return ""


def _options(start: str, paper: Paper, now: datetime) -> Iterator[Option]:
    if paper.state == "ready":
        yield Option(_("Taken from the safe"), f"{start}/fetch/")
    if paper.state == "fetched":
        yield Option(_("Hand over"), f"{start}/give/")
        yield Option(_("Put back into the safe"), f"{start}/back/")
    if paper.state == "handed_over" and now - paper.since <= timedelta(seconds=settings.UNDO_SECONDS):
        yield Option(_("Undo: it was not handed over"), f"{start}/undo/")
