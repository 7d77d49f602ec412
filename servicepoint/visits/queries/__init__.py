"""What others may know of the day: the line, the board, the display, one visit; frozen values."""

from servicepoint.visits.papers import Paper
from servicepoint.visits.person import Who

from .at_counter import LineAt, Undoable, Waits, line_at, undoable
from .board import CounterState, DayList, Row, WaitingTimes, counters_now, day_list, due_days, waiting_times
from .documents import check_may_sign, papers_in
from .lately import HallLately, Here, forget_halls, hall_lately, last_calls
from .line import (
    CalledNow,
    InLine,
    Place,
    by_ticket,
    called_now,
    lateness,
    line_now,
    place_of,
    version,
    visits_of,
    welcome,
)
from .screen import CheckLine, PersonView, StepView, VisitView, visit_view

__all__ = [
    "CalledNow",
    "CheckLine",
    "CounterState",
    "DayList",
    "HallLately",
    "Here",
    "InLine",
    "LineAt",
    "Paper",
    "PersonView",
    "Place",
    "Row",
    "StepView",
    "Undoable",
    "VisitView",
    "WaitingTimes",
    "Waits",
    "Who",
    "by_ticket",
    "called_now",
    "check_may_sign",
    "counters_now",
    "day_list",
    "due_days",
    "forget_halls",
    "hall_lately",
    "last_calls",
    "lateness",
    "line_at",
    "line_now",
    "papers_in",
    "place_of",
    "undoable",
    "version",
    "visit_view",
    "visits_of",
    "waiting_times",
    "welcome",
]
