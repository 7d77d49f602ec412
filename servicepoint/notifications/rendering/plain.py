"""The plain-text part of a mail."""

from collections.abc import Iterator

from servicepoint.notifications.sheet import Sheet, SheetPerson

_RULE = "-" * 60


def plain_text(sheets: list[Sheet]) -> str:
    """Return the sheets below each other, each complete in itself."""
    return f"\n\n{_RULE}\n\n".join("\n".join(_lines(sheet)).strip() for sheet in sheets) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    words = sheet.words
    yield from (sheet.heading.upper(), "", sheet.intro, "")
    yield from _fact(words["when"], sheet.when)
    yield from _fact(words["length"], sheet.length)
    yield from _fact(words["place"], sheet.place, *sheet.address)
    yield from _fact(words["code"], sheet.code)
    yield from (words["people"].upper(), "")
    for person in sheet.people:
        yield from _person(person, words["bring"], words["fee"])
    yield from _list(words["needs"], sheet.needs, "- ")
    yield from _steps(sheet)
    yield from _fact(words["route"], sheet.route)
    yield from _next(sheet)


def _next(sheet: Sheet) -> Iterator[str]:
    words = sheet.words
    yield from (words["next"].upper(), "")
    if sheet.comes:
        yield from (words["come"], "")
    yield from (f"{words['manage']}:", sheet.link)
    if sheet.comes:
        yield words["secret"]
    yield ""
    yield from _fact(
        words["questions"], f"{words['phone']}: {sheet.phone}", f"{words['email']}: {sheet.email}"
    )
    yield words["automatic"]


def _fact(label: str, *lines: str) -> Iterator[str]:
    if any(lines):
        yield f"{label}:"
        yield from lines
        yield ""


def _person(person: SheetPerson, bring: str, fee: str) -> Iterator[str]:
    yield f"{person.name}: {person.service}"
    if person.bring:
        yield f"{bring}:"
        yield from (f"[ ] {text}" for text in person.bring)
    if person.fee:
        yield f"{fee}: {person.fee}"
    yield ""


def _steps(sheet: Sheet) -> Iterator[str]:
    if sheet.steps:
        yield from (sheet.words["steps"].upper(), "")
    for each in sheet.steps:
        if each.service:
            yield f"{each.service}:"
        yield from (f"{number}. {text}" for number, text in enumerate(each.texts, start=1))
        yield ""


def _list(label: str, texts: tuple[str, ...], mark: str) -> Iterator[str]:
    if texts:
        yield from (label.upper(), "", *(mark + text for text in texts), "")
