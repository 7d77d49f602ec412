"""Addresses that exist in a demonstration only."""

from django.urls import path

from servicepoint.public.views import demo_mail

app_name = "demo"
urlpatterns = [
    path("mail/", demo_mail.mailbox, name="mailbox"),
    path("mail/<int:mail_id>/", demo_mail.one_mail, name="mail"),
    path("mail/<int:mail_id>/html/", demo_mail.as_html, name="mail-html"),
    path("mail/<int:mail_id>/files/<int:number>/", demo_mail.attachment, name="mail-file"),
]
