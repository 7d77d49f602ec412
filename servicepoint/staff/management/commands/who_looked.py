"""`manage.py who_looked`: everything that was done with, and seen of, the data of one person."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from servicepoint.appointments.identity import normal_v_number
from servicepoint.kit import clock
from servicepoint.kit.actor import Actor
from servicepoint.staff.record_words import Line
from servicepoint.staff.who_looked import who_looked

CONSOLE = Actor("system", "console")


class Command(BaseCommand):
    """What is not given as an option is asked for, so that it stays out of the shell's history."""

    help = "Tell what was done with the data of a person who asks. The search is recorded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the code and the birth date, or ask for them; a V-number is only ever asked for."""
        parser.add_argument("--code", default="", help="the appointment code; else the V-number is asked for")
        parser.add_argument("--birth-date", default="", help="such as 1990-05-17; else asked for")
        parser.add_argument("--language", default="nl", choices=["nl", "en"], help="of the answer")

    def handle(self, *args: Any, code: str, birth_date: str, language: str, **options: Any) -> None:  # noqa: ARG002
        """Print one line for each act."""
        v_number = "" if code else _v_number(input("V-number: "))
        born = _day(birth_date or input("Date of birth (such as 1990-05-17): "))
        with translation.override(language):
            lines = who_looked(birth_date=born, code=code, v_number=v_number, now=clock.now(), actor=CONSOLE)
            if lines is None:
                raise CommandError("No appointment of this person is kept.")
            for line in lines:
                self.stdout.write(_printed(line))


def _printed(line: Line) -> str:
    parts = (f"{clock.dutch(line.at):%Y-%m-%d %H:%M}", line.code, line.who, line.what, line.why)
    return "  ".join(part for part in parts if part)


def _v_number(typed: str) -> str:
    number = normal_v_number(typed)
    if number is None:
        raise CommandError("A V-number has 10 digits.")
    return number


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise CommandError("The date of birth is written as 1990-05-17.") from error
