"""Forms say what is wrong and where, mark what is optional, and leave checking to the server."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms

from servicepoint.forms.page import BirthDateField, ChoiceCards, PageForm, TickCards
from servicepoint.kit import clock

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Sample(PageForm):
    """One field of each kind."""

    heading_field = "reason"
    name = forms.CharField(label="Name", help_text="As in <your> passport")
    email = forms.EmailField(label="E-mail", required=False)
    born = BirthDateField(label="Date of birth")
    reason = forms.ChoiceField(
        label="Reason",
        choices=[("a", "First"), ("b", "Second")],
        widget=ChoiceCards(hints={"a": "A <hint>"}, divider_before="b"),
    )
    needs = forms.MultipleChoiceField(
        label="Needs",
        required=False,
        choices=[("w", "Wheelchair")],
        widget=TickCards(hints={"w": "At the door"}),
    )
    sure = forms.BooleanField(label="I am sure")


def birth(day: str, month: str, year: str) -> Sample:
    with clock.frozen(NOW):
        form = Sample({"born_day": day, "born_month": month, "born_year": year})
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("", "", ""), "required"),
        (("1", "", "1990"), "incomplete"),
        (("31", "2", "1990"), "unreal"),
        (("29", "2", "2023"), "unreal"),
        (("x", "2", "1990"), "unreal"),
        (("-1", "2", "1990"), "unreal"),
        (("²", "2", "1990"), "unreal"),
        (("1", "2", "90"), "year"),
        (("1", "2", "19900"), "unreal"),
        (("25", "11", "2026"), "future"),
        (("9" * 5_000, "2", "1990"), "unreal"),
    ],
)
def test_a_wrong_birth_date_gets_its_own_words(typed, code):
    errors = birth(*typed).errors.as_data()["born"]
    assert [error.code for error in errors] == [code]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("29", "02", "2024"), date(2024, 2, 29)),
        ((" 1 ", "1", "1900"), date(1900, 1, 1)),
        (("24", "11", "2026"), date(2026, 11, 24)),
    ],
)
def test_a_real_birth_date_is_understood(typed, expected):
    assert birth(*typed).cleaned_data["born"] == expected


def test_what_was_typed_stays_in_the_boxes():
    html = str(birth("31", "2", "1990"))
    assert 'name="born_day" id="id_born_day" value="31"' in html
    assert 'value="1990"' in html


def test_a_known_date_fills_the_boxes():
    html = str(Sample(initial={"born": date(1984, 12, 3)})["born"])
    assert [f'value="{part}"' in html for part in ("3", "12", "1984")] == [True] * 3


def test_every_error_links_to_the_control_that_mends_it():
    form = Sample({})
    assert [link.href for link in form.error_links] == [
        "#id_name",
        "#id_born_day",
        "#id_reason_0",
        "#id_sure",
    ]
    html = str(form)
    assert all(f'id="{link.href[1:]}"' in html for link in form.error_links)


def test_errors_of_the_form_as_a_whole_come_first_and_link_nowhere():
    form = Sample({})
    form.add_error(None, "Too late")
    assert (form.error_links[0].text, form.error_links[0].href) == ("Too late", "")


def test_the_browser_is_not_asked_to_check():
    assert not re.search(r"<(?:input|select|textarea)[^>]*\srequired", str(Sample({})))


def test_hint_and_error_are_tied_to_their_control():
    html = str(Sample({}))
    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error" id="id_name"' in html
    assert 'id="id_name_error"' in html
    assert (
        '<fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset"'
        in html
    )
    assert 'aria-describedby="id_born_error"' in html
    assert 'aria-describedby="id_reason_0_hint"' in html
    assert 'aria-describedby="id_needs_0_hint"' in html


def test_texts_cannot_carry_markup():
    html = str(Sample())
    assert "As in &lt;your&gt; passport" in html
    assert "A &lt;hint&gt;" in html


def test_only_optional_fields_are_marked_and_only_where_marks_help():
    marked = str(Sample())
    assert marked.count("ind-optional") == 2

    class Filter(Sample):
        mark_optional = False

    assert "ind-optional" not in str(Filter())


def test_the_one_question_of_a_page_is_its_heading():
    assert str(Sample()).count("<h1>") == 1


def test_the_admin_keeps_its_own_looks():
    class Plain(forms.Form):
        name = forms.CharField()

    assert "utrecht" not in str(Plain())
