from datetime import date

import pytest

from servicepoint.appointments.identity import normal_v_number, same_person_text


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890",
        "V1234567890",
        "v 1234 567 890",
        "VNR 1234567890",
        "vnr: 12.34.56.78.90",
        "V-nummer 1234567890",
    ],
)
def test_a_v_number_is_read_as_people_write_it(typed: str) -> None:
    assert normal_v_number(typed) == "1234567890"


@pytest.mark.parametrize(
    "typed", ["", "123456789", "12345678901", "V123456789O", "١٢٣٤٥٦٧٨٩٠", "W1234567890"]
)
def test_anything_else_is_no_v_number(typed: str) -> None:
    assert normal_v_number(typed) is None


def _text(first_name: str, last_name: str, v_number: str = "", day: int = 1) -> str:
    return same_person_text(
        v_number=v_number, first_name=first_name, last_name=last_name, birth_date=date(1990, 1, day)
    )


def test_a_v_number_says_who_it_is_whatever_the_name() -> None:
    assert _text("Testa", "Voorbeeld", "1234567890") == _text("T.", "Voorbeeldt", "1234567890", 2)


def test_without_a_v_number_accents_capitals_and_spaces_make_no_other_person() -> None:
    assert _text("Zoë", "De Vóórbeeld") == _text("ZOE", "de voorbeeld")


def test_without_a_v_number_another_birth_date_is_another_person() -> None:
    assert _text("Testa", "Voorbeeld") != _text("Testa", "Voorbeeld", day=2)


def test_names_in_other_scripts_stay_apart() -> None:
    assert _text("测试", "样本") != _text("样本", "测试")
