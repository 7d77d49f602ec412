"""From the first question of a booking to its confirmation: one address per step."""

from django.urls import path

from servicepoint.public.views import booked, contact, hold, letter, needs, party, person, review, times

STEP = "book/<uuid:draft>/"
urlpatterns = [
    path("letter/", letter.find, name="letter_find"),
    path("letter/<uuid:draft>/", letter.letter, name="letter"),
    path("letter/<uuid:draft>/family/", letter.family, name="family"),
    path("book/", party.book, name="book"),
    path(STEP + "persons/", party.persons, name="persons"),
    path(STEP + "services/", party.each_service, name="services"),
    path(STEP + "times/", times.times, name="times"),
    path(STEP + "extend/", hold.extend, name="extend"),
    path(STEP + "person/<int:number>/", person.person, name="person"),
    path(STEP + "contact/", contact.contact, name="contact"),
    path(STEP + "needs/", needs.needs, name="needs"),
    path(STEP + "review/", review.review, name="review"),
    path(STEP + "booked/", booked.booked, name="booked"),
]
