"""A mail server to send to, and translations to send in."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils.translation import trans_real

from tests.notifications.smtp import MailServer


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """The compiled catalogue is not kept in the repository; a mail without it would be English twice."""
    compile_them = [sys.executable, "-m", "babel.messages.frontend", "compile"]
    which = ["-d", str(site.LOCALE_PATHS[0]), "-D", "django", "-l", "nl"]
    subprocess.run([*compile_them, *which], check=True, capture_output=True)
    trans_real._translations.clear()


@pytest.fixture
def no_old_jobs(transactional_db: None) -> None:
    """Django empties its own tables after a test; the jobs' tables are not among them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def mail_server(settings) -> MailServer:
    """A mail server that this site sends to; it answers only inside `running()`."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 10
    return server


@pytest.fixture
def open_server(mail_server) -> Iterator[MailServer]:
    with mail_server.running():
        yield mail_server
