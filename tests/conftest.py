"""What every room's tests share."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from servicepoint.api import kept
from servicepoint.appointments import snapshot
from servicepoint.devices.queries import forget_devices
from servicepoint.limits import memory
from servicepoint.locations.queries import forget_locations
from servicepoint.public.views.place_in_line import forget_keys
from servicepoint.services.queries import forget_catalogue
from servicepoint.visits.queries import forget_halls

LET_TESTS_EMPTY_THE_RECORD = """
    ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_truncate;
    ALTER TABLE audit_link DISABLE TRIGGER audit_link_no_truncate;
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the test database; in it alone the record may be truncated, which is how Django empties tables
    after a test with real transactions. UPDATE and DELETE stay refused; `tests/audit` turns this one on."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(LET_TESTS_EMPTY_THE_RECORD)


@pytest.fixture(autouse=True)
def forget_what_processes_remember() -> Iterator[None]:
    """Start every test as a new process would: a rolled-back test must not be remembered."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    snapshot.forget_all()
    kept.forget_all()
    memory.forget_all()
    forget_catalogue()
    forget_locations()
    forget_devices()
    forget_halls()
    forget_keys()


@pytest.fixture(autouse=True)
def static_files_under_their_own_names(settings):
    """Pages name static files as they are in the source, so that no test needs them collected and hashed."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def real_content(db) -> None:
    """The service point as it really is: what `content/` says, loaded as an installation loads it."""
    call_command("load_content", verbosity=0)
