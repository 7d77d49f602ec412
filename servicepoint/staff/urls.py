"""The addresses of staff."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from servicepoint.staff.views import board, counter, today, visit_notes
from servicepoint.staff.views.account import LogIn, LogOut
from servicepoint.staff.views.conflicts import conflicts
from servicepoint.staff.views.record import record
from servicepoint.staff.views.start import start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("record/", record, name="record"),
    path("conflicts/", conflicts, name="conflicts"),
    path("counter/", counter.counter, name="counter"),
    path("counter/line/", counter.line, name="counter_line"),
    path("counter/open/", counter.open_counter, name="counter_open"),
    path("counter/act/", counter.act, name="counter_act"),
    path("counter/note/", visit_notes.note, name="visit_note"),
    path("counter/identity/", visit_notes.identity, name="visit_identity"),
    path("today/", today.today, name="today"),
    path("today/list/", today.today_part, name="today_part"),
    path("today/print/", today.today_print, name="today_print"),
    path("today/file/", today.today_file, name="today_file"),
    path("board/", board.board, name="board"),
    path("board/day/", board.board_part, name="board_part"),
    path("board/close/", board.close_day, name="board_close"),
    path("board/walk-ins/", board.allow_walk_ins, name="board_walk_ins"),
    path("board/missed/", board.tell_missed, name="board_missed"),
    path("language/", set_language, name="language"),
]
