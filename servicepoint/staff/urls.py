"""The addresses of staff."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from servicepoint.staff.views import (
    board,
    counter,
    devices,
    factors,
    hall,
    hall_acts,
    hand_over,
    second,
    sign_on,
    telephone,
    today,
    visit_notes,
    waiting,
)
from servicepoint.staff.views.account import LogIn, LogOut
from servicepoint.staff.views.biometrics import fingers, overdue, photo
from servicepoint.staff.views.conflicts import conflicts
from servicepoint.staff.views.record import record
from servicepoint.staff.views.safe import addresses as safe
from servicepoint.staff.views.start import start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("login/second/", second.second, name="second"),
    path("login/passkey/", second.passkey, name="passkey"),
    path("login/recovery/", second.recovery, name="recovery"),
    path("login/choose/", factors.choose, name="choose"),
    path("login/sign-on/", sign_on.sign_on, name="sign_on"),
    path("login/signed-on/", sign_on.signed_on, name="signed_on"),
    path("second-factor/", factors.factors, name="factors"),
    path("second-factor/app/", factors.add_app, name="add_app"),
    path("second-factor/passkey/", factors.add_passkey, name="add_passkey"),
    path("second-factor/remove/", factors.remove, name="remove_factor"),
    path("second-factor/codes/", factors.new_codes, name="new_codes"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("telephone/", telephone.telephone, name="telephone"),
    path("telephone/open/", telephone.open_found, name="open_found"),
    path("telephone/book/", telephone.book, name="book_for_caller"),
    path("telephone/end/", telephone.end_call, name="end_call"),
    path("record/", record, name="record"),
    path("conflicts/", conflicts, name="conflicts"),
    path("biometrics/overdue/", overdue.overdue, name="overdue"),
    path("biometrics/<uuid:sitting_id>/photo/", photo.photo, name="photo"),
    path("biometrics/<uuid:sitting_id>/photo/accept/", photo.accept, name="photo_accept"),
    path("biometrics/<uuid:sitting_id>/fingers/", fingers.fingers, name="fingers"),
    path("biometrics/<uuid:sitting_id>/fingers/impossible/", fingers.impossible, name="fingers_impossible"),
    path("biometrics/<uuid:sitting_id>/done/", fingers.done, name="done"),
    path("biometrics/<uuid:sitting_id>/fingers/decide/", fingers.decide, name="fingers_decide"),
    path("counter/", counter.counter, name="counter"),
    path("counter/line/", counter.line, name="counter_line"),
    path("counter/open/", counter.open_counter, name="counter_open"),
    path("counter/act/", counter.act, name="counter_act"),
    path("counter/note/", visit_notes.note, name="visit_note"),
    path("counter/identity/", visit_notes.identity, name="visit_identity"),
    path(
        "counter/hand-over/<int:visit_id>/<int:position>/<int:document_id>/",
        hand_over.hand_over,
        name="hand_over",
    ),
    path(
        "counter/hand-over/<int:visit_id>/<int:position>/<int:document_id>/receipt/",
        hand_over.receipt,
        name="receipt",
    ),
    path(
        "counter/other-document/<int:visit_id>/<int:position>/",
        hand_over.other_document,
        name="other_document",
    ),
    *safe.PAGES,
    path("today/", today.today, name="today"),
    path("today/list/", today.today_part, name="today_part"),
    path("today/print/", today.today_print, name="today_print"),
    path("today/file/", today.today_file, name="today_file"),
    path("board/", board.board, name="board"),
    path("board/day/", board.board_part, name="board_part"),
    path("board/close/", board.close_day, name="board_close"),
    path("board/walk-ins/", board.allow_walk_ins, name="board_walk_ins"),
    path("board/missed/", board.tell_missed, name="board_missed"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:device_id>/revoke/", devices.revoke, name="device_revoke"),
    path("hall/", hall.hall, name="hall"),
    path("hall/<slug:location>/", hall.hall_of, name="hall_of"),
    path("hall/<slug:location>/lists/", hall.hall_lists, name="hall_lists"),
    path("hall/<slug:location>/arrive/", hall_acts.arrive, name="hall_arrive"),
    path("hall/<slug:location>/guest/", hall_acts.arrive_guest, name="hall_guest"),
    path("hall/<slug:location>/allow/", hall_acts.allow, name="hall_allow"),
    path("hall/<slug:location>/visit/<int:visit_id>/back/", hall_acts.come_back, name="hall_back"),
    path("hall/<slug:location>/visit/<int:visit_id>/gone/", hall_acts.go_away, name="hall_gone"),
    path("language/", set_language, name="language"),
]
