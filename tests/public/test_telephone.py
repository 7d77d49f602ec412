"""Whether the line is open now, and when it opens; holidays counted."""

from datetime import date, time

import pytest

from servicepoint.kit import clock

CASES = [
    (date(2026, 11, 24), time(9, 0), "Open now The line is open until 17:00, Dutch time."),
    (date(2026, 11, 24), time(16, 59), "Open now The line is open until 17:00, Dutch time."),
    (date(2026, 11, 24), time(17, 0), "Closed now The line opens again on Wednesday 25 November at 09:00"),
    (date(2026, 11, 24), time(8, 59), "Closed now The line opens again on Tuesday 24 November at 09:00"),
    (date(2026, 11, 27), time(18, 0), "Closed now The line opens again on Monday 30 November at 09:00"),
    (date(2026, 12, 24), time(17, 30), "Closed now The line opens again on Monday 28 December at 09:00"),
    (date(2026, 12, 25), time(11, 0), "Closed now The line opens again on Monday 28 December at 09:00"),
    (date(2027, 3, 29), time(10, 0), "Closed now The line opens again on Tuesday 30 March at 09:00"),
]


@pytest.mark.parametrize(("day", "at", "expected"), CASES, ids=lambda value: str(value)[:16])
def test_the_page_says_whether_the_line_is_open(said, day, at, expected):
    with clock.frozen(clock.moment_on(day, at)):
        assert expected in said("/en/telephone/")


def test_the_dutch_page_speaks_dutch(said):
    with clock.frozen(clock.moment_on(date(2026, 12, 25), time(11, 0))):
        page = said("/nl/telephone/")
    assert "Nu gesloten De lijn gaat weer open op maandag 28 december om 09:00 uur, Nederlandse tijd." in page


def test_the_answer_is_not_kept_for_long(client, real_content):
    assert "max-age=30" in client.get("/en/telephone/")["Cache-Control"]
