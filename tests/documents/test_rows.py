"""What a row of a delivery says, and everything that is wrong with it."""

import csv
import json
import re
from datetime import date
from io import StringIO

import pytest

from servicepoint.documents.deliveries import columns
from servicepoint.documents.deliveries.csv_file import open_sheet, text_of
from servicepoint.documents.deliveries.rows import Basis, read_row
from servicepoint.documents.deliveries.words import FAULTS, UNREADABLE
from servicepoint.documents.errors import DeliveryUnreadable
from servicepoint.documents.household import Address
from tests.documents.files import DESK, csv_of, fields, number_of
from tests.house.tree import text

BASIS = Basis(date(2026, 11, 23), DESK)
HEADER = ";".join(columns.NAMES)

WRONG = [
    ({"document_number": ""}, {"document_number": "missing"}),
    ({"document_number": "VTEST0111"}, {"document_number": "document_number_wrong"}),  # the digit 0
    ({"kind": "X"}, {"kind": "kind_unknown"}),
    ({"v_number": "123456789"}, {"v_number": "v_number_wrong"}),
    ({"first_name": ""}, {"first_name": "missing"}),
    ({"first_name": "x" * 101}, {"first_name": "first_name_wrong"}),
    ({"last_name": "12"}, {"last_name": "last_name_wrong"}),
    ({"birth_date": "17-05-1990"}, {"birth_date": "birth_date_wrong"}),
    ({"birth_date": "1990-02-30"}, {"birth_date": "birth_date_wrong"}),
    ({"birth_date": "1899-12-31"}, {"birth_date": "birth_date_wrong"}),
    ({"birth_date": "2026-11-24"}, {"birth_date": "birth_date_wrong"}),  # tomorrow
    ({"place": "XX"}, {"place": "place_unknown"}),
    ({"language": "Engels"}, {"language": "language_wrong"}),
    ({"postcode": "12"}, {"postcode": "postcode_wrong"}),
    ({"street": ""}, {"street": "address_incomplete"}),
    ({"city": ""}, {"city": "address_incomplete"}),
    ({"postcode": ""}, {"postcode": "address_incomplete"}),
    ({"street": "x" * 101}, {"street": "text_wrong"}),
    ({"street": "a\x07b"}, {"street": "text_wrong"}),
    ({"email": "testa"}, {"email": "email_wrong"}),
    (dict.fromkeys(("street", "postcode", "city", "email"), ""), {"street": "unreachable"}),
    ({"replaces": "12"}, {"replaces": "replaces_wrong"}),
    ({"replaces": number_of(1)}, {"replaces": "replaces_itself"}),
    ({"collect_before": "2026-11-22"}, {"collect_before": "collect_before_past"}),
    ({"collect_before": "2066-11-22"}, {"collect_before": "day_wrong"}),
    ({"collect_before": ""}, {"collect_before": "missing"}),
    ({"announced_for": "morgen"}, {"announced_for": "day_wrong"}),
    ({"announced_for": "2027-02-27"}, {"announced_for": "announced_too_late"}),
    (
        {"v_number": "", "birth_date": "?", "email": "?"},
        {"v_number": "missing", "birth_date": "birth_date_wrong", "email": "email_wrong"},
    ),
]


@pytest.mark.parametrize(("changes", "faults"), WRONG)
def test_each_fault_is_told_with_its_field_and_all_of_them(changes, faults):
    assert read_row(fields(**changes), BASIS) == (None, faults)


TOLERATED = [
    ({"document_number": " vtest a111 "}, "number", "VTESTA111"),
    ({"kind": "eu-f"}, "kind", "EU-F"),
    ({"v_number": "V 123.456.7890"}, "v_number", "1234567890"),
    ({"v_number": "VNR: 123 456 7890"}, "v_number", "1234567890"),
    ({"first_name": "-"}, "first_name", ""),
    ({"last_name": " Voor   beeld "}, "last_name", "Voor beeld"),
    ({"place": "maa"}, "elsewhere", ""),
    ({"place": "dh"}, "elsewhere", "DH"),
    ({"language": "TI"}, "language", "ti"),  # no letter in it: accepted all the same
    ({"postcode": "0000xx"}, "address", Address("Voorbeeldstraat 1", "0000 XX", "Proefstad")),
    ({"country": "Nederland"}, "address", Address("Voorbeeldstraat 1", "0000 XX", "Proefstad")),
    (
        {"postcode": "", "country": "BELGIË"},
        "address",
        Address("Voorbeeldstraat 1", "", "Proefstad", "BELGIË"),
    ),
    (dict.fromkeys(("street", "postcode", "city"), ""), "address", Address()),
    ({"email": ""}, "email", ""),
    ({"announced_for": ""}, "announced_for", None),
    ({"birth_date": "2026-11-23"}, "birth_date", date(2026, 11, 23)),  # born today
    ({"replaces": "ab 1234567"}, "replaces", "AB1234567"),  # from before 2019
]


@pytest.mark.parametrize(("changes", "name", "value"), TOLERATED)
def test_what_peoples_programs_do_is_tolerated(changes, name, value):
    row, faults = read_row(fields(**changes), BASIS)
    assert faults == {}
    assert getattr(row, name) == value


def _lines(content: bytes):
    return list(open_sheet(text_of(content)).lines())


def test_a_file_is_read_with_either_separator_a_mark_in_front_and_columns_in_any_order():
    row, names = fields(), tuple(reversed(columns.NAMES))
    for separator in (";", ","):
        content = b"\xef\xbb\xbf" + csv_of([row], separator=separator, names=names)
        assert [each.values for each in _lines(content)] == [row]


def test_lines_are_those_of_the_file_also_after_an_empty_one_and_a_quoted_line_end():
    quoted = HEADER + "\n" + ";".join(fields(1, street='"Voorbeeldstraat 1\nachter"').values())
    content = quoted + "\n\n;;;\n" + ";".join(fields(2).values()) + "\n"
    assert [each.number for each in _lines(content.encode())] == [2, 6]


def test_a_separator_within_quotes_is_text():
    (line,) = _lines(csv_of([fields(street='"Voorbeeldstraat; 1"')]))
    assert line.values["street"] == "Voorbeeldstraat; 1"


@pytest.mark.parametrize("row", ["VTESTA111;I", ";".join([*fields().values(), "more"])])
def test_a_row_with_other_fields_than_the_header_has_no_values(row):
    (line,) = _lines(f"{HEADER}\n{row}\n".encode())
    assert line.values is None


def test_the_first_line_is_checked_and_tells_no_value():
    content = csv_of([], names=[*columns.NAMES[1:], "kind", "Testa Voorbeeld"])
    found = [(each.line, each.field, each.code) for each in open_sheet(text_of(content)).faults]
    assert found == [
        (1, "column_16", "column_twice"),
        (1, "column_17", "column_unknown"),
        (1, "document_number", "column_missing"),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (f"{HEADER}\n".encode(), "empty"),
        (b"\xff\xfe\x00", "not_utf8"),
        (b"a\x00b", "not_utf8"),
        (b"x" * (columns.BYTES_MAX + 1), "too_large"),
        (f"{HEADER}\n".encode() + b"a\n" * (columns.ROWS_MAX + 1), "too_many_rows"),
        (f'{HEADER}\n"'.encode() + b"a" * 140_000, "quotes"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, why):
    with pytest.raises(DeliveryUnreadable) as refused:
        open_sheet(text_of(content))
    assert refused.value.why == why
    assert why in UNREADABLE


def test_every_fault_in_the_tests_has_words_and_every_word_a_test():
    told = {code for _, faults in WRONG for code in faults.values()}
    elsewhere = {
        "column_unknown", "column_twice", "column_missing", "document_differs", "field_count", "number_twice",
    }  # fmt: skip
    assert told | elsewhere == set(FAULTS)


# --- what is published ------------------------------------------------------------------------------------


def test_the_page_names_every_column_as_the_code_does():
    page = text("docs/delivery.md")
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \| (\d+) \| ", page, flags=re.MULTILINE)
    told = [
        (each.name, "yes" if each.is_required else "no", str(each.length_max)) for each in columns.COLUMNS
    ]
    assert rows == told


def test_the_page_lists_every_fault():
    section = text("docs/delivery.md").partition("## Faults\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` ", section, flags=re.MULTILINE)) == {*FAULTS, *UNREADABLE}


def test_the_example_of_the_page_is_read_without_a_fault():
    (example,) = re.findall(r"```csv\n(.*?)```", text("docs/delivery.md"), flags=re.DOTALL)
    for line in _lines(example.encode()):
        assert read_row(line.values, BASIS)[1] == {}


def test_the_example_file_is_read_without_a_fault():
    (line,) = _lines(columns.example().encode())
    assert read_row(line.values, BASIS)[1] == {}


def test_the_description_accepts_the_example():
    described = json.loads(json.dumps(columns.schema()))["tableSchema"]["columns"]
    (row,) = csv.DictReader(StringIO(columns.example(), newline=""), delimiter=";")
    assert [each["name"] for each in described] == list(row)
    for each in described:
        value, kind = row[each["name"]], each["datatype"]
        assert value or not each["required"]
        if value and "maxLength" in kind:
            assert len(value) <= kind["maxLength"]
            assert re.search(kind.get("format", ""), value)
