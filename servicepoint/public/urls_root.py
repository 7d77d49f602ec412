"""Addresses without a language: the front door, and the files that programs look for at the root."""

from django.urls import path

from servicepoint.public.views import root

urlpatterns = [
    path("", root.choose_language, name="choose-language"),
    path("book/", root.follow_link, name="follow-link"),
    path("robots.txt", root.robots, name="robots"),
    path("favicon.ico", root.favicon, name="favicon"),
    path(".well-known/security.txt", root.security, name="security"),
]
