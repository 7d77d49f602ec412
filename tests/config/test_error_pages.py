import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.config.conftest import PERSONAL

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "kunnen deze pagina niet vinden"), ("en", "cannot find this page")]
)
def test_an_unknown_address_answers_404_in_the_readers_language(client, language, words):
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("address", ["/staff/login/", "/staff/logout/", "/staff/admin/auth/user/add/"])
def test_a_form_without_proof_of_origin_is_refused_with_a_page_that_says_how_to_go_on(address):
    response = Client(enforce_csrf_checks=True).post(address, {"username": PERSONAL["name"]})
    assert response.status_code == 403
    assert "Ga terug" in response.content.decode()
    assert PERSONAL["name"] not in response.content.decode()


def test_the_error_page_also_appears_when_the_database_is_away():
    """A process of its own, with an address where nobody listens: a page that needs the session breaks."""
    program = (
        "import django; django.setup(); from django.test import Client; from django.conf import settings;"
        "settings.STORAGES = {**settings.STORAGES, 'staticfiles':"
        " {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}};"
        "client = Client(raise_request_exception=False); client.cookies['sessionid'] = 'a' * 32;"
        "answer = client.get('/staff/'); print(answer.status_code, answer.content.decode())"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith("500 <!doctype html>")
    assert "088 043 04 30" in done.stdout
