"""Finding an appointment, and all that can be done with it. The key in the address is the permission."""

from django.urls import URLPattern, path

from servicepoint.public.views import (
    appointment,
    appointment_add,
    appointment_cancel,
    appointment_contact,
    appointment_files,
    appointment_move,
    appointment_persons,
    manage,
)

OF = "appointment/<str:key>/"

urlpatterns: list[URLPattern] = [
    path("manage/", manage.manage, name="manage"),
    path(OF, appointment.appointment, name="appointment"),
    path(f"{OF}move/", appointment_move.move, name="appointment_move"),
    path(f"{OF}move/confirm/", appointment_move.confirm, name="appointment_move_confirm"),
    path(f"{OF}move/with/<uuid:newcomer>/", appointment_move.move, name="appointment_move_with"),
    path(
        f"{OF}move/with/<uuid:newcomer>/confirm/",
        appointment_move.confirm,
        name="appointment_move_confirm_with",
    ),
    path(f"{OF}cancel/", appointment_cancel.cancel, name="appointment_cancel"),
    path(f"{OF}persons/add/", appointment_add.add, name="appointment_add"),
    path(f"{OF}persons/<int:position>/drop/", appointment_persons.drop, name="appointment_drop"),
    path(f"{OF}contact/", appointment_contact.contact, name="appointment_contact"),
    path(f"{OF}resend/", appointment_contact.resend, name="appointment_resend"),
    path(f"{OF}letter.pdf", appointment_files.letter, name="appointment_letter"),
    path(f"{OF}appointment.ics", appointment_files.calendar, name="appointment_calendar"),
]
