"""Addresses without a language: the front door, and the files that programs look for at the root."""

from django.urls import path, re_path

from servicepoint.public.letter_link import follow_letter
from servicepoint.public.views import planner_link, root

urlpatterns = [
    path("", root.choose_language, name="choose-language"),
    re_path("^oap/(?P<language>nl|en)/?$", planner_link.planner_link, name="planner-link"),
    path("book/", root.follow_link, name="follow-link"),
    path("l/<str:code>", follow_letter, name="follow-letter"),
    path("l/<str:code>/", follow_letter, name="follow-letter"),
    path("robots.txt", root.robots, name="robots"),
    path("favicon.ico", root.favicon, name="favicon"),
    path(".well-known/security.txt", root.security, name="security"),
]
