"""The documentation's journey by curl, against the real server: booked, moved, cancelled."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from servicepoint.appointments.models import Appointment, Request
from tests.documents.shelf import lies_ready
from tests.house.tree import text
from tests.notifications.test_worker import database_of_the_tests
from tests.traps.real_server import running

PAGE = text("docs/api.md")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_documentation_book_move_and_cancel(tmp_path: Path) -> None:
    call_command("load_content", verbosity=0)
    lies_ready("1234567890")
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))
    with running(database_of_the_tests(), tmp_path / "web.log") as port:
        environment = {**os.environ, "BASE": f"http://127.0.0.1:{port}/v1"}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    appointment = Appointment.objects.get()
    assert (appointment.status, appointment.moves) == ("cancelled", 1)
    assert f"Booked: {appointment.code}" in done.stdout
    assert Request.objects.count() == 3
