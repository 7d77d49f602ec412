"""Names that are code somewhere: in HTML, in typst, in a spreadsheet, in a mail. Here they are names."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from servicepoint.appointments import queries
from servicepoint.notifications.actions import deliver_due
from servicepoint.public.forms.person import NameField
from tests.world import NOW, TUESDAY, World, at, book, person

TAKEN = [
    "<script>alert(1)</script>",
    "#set page(fill: red) #panic()",
    "$x$ *b* _i_ `raw` @label \\ // /* a",
    "=cmd|'/C calc'!A0",
    "{{ 7 * 7 }} {% debug %} a",
    "%(day)s {0} %s a",
    "Zoë-Ælfgifu 👪 d’Été",
    "محمد عبد الله",
    "e" + "\u0301" * 99,
    "W" * 100,
]
REFUSED = ["a\u202eb", "a\u0000b", "a\u200bb", "a\u2066b", "👪", "", "   ", "-" * 3, "a" * 101]


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_is_taken_as_typed_and_is_code_nowhere(
    world: World, client: Client, mailoutbox: list, name: str
) -> None:
    assert NameField().clean(name) == name
    booked = book(world, at(TUESDAY, 9), replace(person(), first_name=name, last_name=name))
    page = f"/en/appointment/{booked.key}/"
    told = client.get(page).content.decode()
    assert "<script>alert" not in told and "49 " not in told
    letter = client.get(f"{page}letter.pdf")
    assert (letter.status_code, letter.content[:4]) == (200, b"%PDF")
    deliver_due(NOW)
    assert [mail.to for mail in mailoutbox] == [["testa@example.org"]]
    assert "<script>alert" not in mailoutbox[0].alternatives[0][0]
    assert name in mailoutbox[0].body
    assert queries.by_key(booked.key).people[0].first_name == name


@pytest.mark.parametrize("name", REFUSED)
def test_what_hides_in_a_name_or_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        NameField().clean(name)


@pytest.mark.parametrize("line_end", ["\r\nBcc: b@example.org", "\n\n", "\x0b", "\u2028"])
def test_a_line_end_in_a_name_becomes_a_space(line_end: str) -> None:
    assert NameField().clean(f"Testa{line_end}Voorbeeld").count("\n") == 0
    assert len(NameField().clean(f"Testa{line_end}Voorbeeld").splitlines()) == 1
