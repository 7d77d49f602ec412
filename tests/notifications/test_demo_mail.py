"""In a demonstration mails are kept and read in the browser, and do not leave."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.test import Client

from servicepoint.notifications import demo_mail
from servicepoint.notifications.models import DemoMail
from servicepoint.notifications.queries import demo_mail as open_mail
from servicepoint.notifications.queries import demo_mails
from servicepoint.notifications.rendering import mail
from tests.notifications.samples import a_note, named


@pytest.fixture
def mailbox(db, settings):
    settings.DEMO = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return get_connection("servicepoint.notifications.demo_mail.Backend")


def put(mailbox, number=1, note=None):
    message = mail(
        note or a_note(), "confirmed", "en", to="testa@example.org", message_id=f"<{number}@example.org>"
    )
    assert mailbox.send_messages([message]) == 1


def test_a_mail_can_be_read_with_its_attachments(mailbox):
    put(mailbox)
    (line,) = demo_mails()
    opened = open_mail(line.id)
    assert (line.subject, line.recipients) == (
        "Your IND appointment: Tuesday 24 November 2026, 10:10",
        "testa@example.org",
    )
    assert "the IND letter that names Maastricht" in opened.text
    assert [file.name for file in opened.files] == ["H7KTQX.ics", "H7KTQX.pdf"]
    assert opened.files[1].content.startswith(b"%PDF")


def test_a_mail_that_arrives_twice_is_kept_once(mailbox):
    put(mailbox)
    put(mailbox)
    assert len(demo_mails()) == 1


def test_only_the_newest_are_kept(mailbox, monkeypatch):
    monkeypatch.setattr(demo_mail, "KEPT_MAX", 2)
    for number in range(4):
        put(mailbox, number)
    kept = DemoMail.objects.order_by("id").values_list("message_id", flat=True)
    assert list(kept) == ["<2@example.org>", "<3@example.org>"]


def test_the_mailbox_refuses_to_work_outside_a_demonstration(mailbox, settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="DEMO"):
        put(mailbox)
    assert not DemoMail.objects.exists()


def test_the_site_does_not_start_with_that_mailbox_outside_a_demonstration():
    wrong = os.environ | {"DEMO": "0", "MAIL_BACKEND": "servicepoint.notifications.demo_mail.Backend"}
    started = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=site.BASE_DIR,
        env=wrong,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "MAIL_BACKEND" in started.stderr


def test_the_mailbox_page_leads_to_the_mail_and_the_mail_to_its_files(mailbox, client: Client):
    put(mailbox)
    (line,) = demo_mails()
    page = client.get("/demo/mail/").content.decode()
    assert f'href="/demo/mail/{line.id}/"' in page
    page = client.get(f"/demo/mail/{line.id}/").content.decode()
    assert "the IND letter that names Maastricht" in page
    assert f'href="/demo/mail/{line.id}/files/2/"' in page


def test_an_empty_mailbox_says_so(mailbox, client: Client):
    response = client.get("/demo/mail/", headers={"Accept-Language": "en"})
    assert "There are no mails yet" in response.content.decode()


def test_an_attachment_is_handed_out_as_a_file(mailbox, client: Client):
    put(mailbox)
    response = client.get(f"/demo/mail/{demo_mails()[0].id}/files/2/")
    assert response["Content-Disposition"] == 'attachment; filename="H7KTQX.pdf"'
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("address", ["999999/", "999999/html/", "{id}/files/0/", "{id}/files/9/"])
def test_what_is_not_there_is_not_found(mailbox, client: Client, address):
    put(mailbox)
    response = client.get("/demo/mail/" + address.format(id=demo_mails()[0].id))
    assert response.status_code == 404


def test_the_html_part_is_locked_in_a_sandbox(mailbox, client: Client):
    put(mailbox, note=named("<script>alert(1)</script>"))
    response = client.get(f"/demo/mail/{demo_mails()[0].id}/html/")
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert b"<script" not in response.content


def test_what_people_type_is_never_read_as_html_on_the_page(mailbox, client: Client):
    put(mailbox, note=named("<img src=x onerror=alert(1)>"))
    page = client.get(f"/demo/mail/{demo_mails()[0].id}/").content
    assert b"<img src=x" not in page
    assert b"&lt;img src=x" in page
