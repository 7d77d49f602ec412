from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config.checks import problems

RIGHT = {
    "PUBLIC_URL": "https://afspraak.example.org",
    "ALLOWED_HOSTS": ["afspraak.example.org"],
    "HTTPS": True,
    "PROXIES_TRUSTED": 1,
    "DEBUG": False,
    "DEMO": False,
    "RATE_LIMITS": True,
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "DATA_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210",
    "DATA_KEYS_OLD": [],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "DATABASES": {"default": {"HOST": "db.example.org", "OPTIONS": {"sslmode": "verify-full"}}},
}
LOCAL_DATABASE = {"default": {"HOST": "/run/postgresql", "OPTIONS": {}}}
OPEN_DATABASE = {"default": {"HOST": "db.example.org", "OPTIONS": {}}}


def found(**changes):
    return [
        message.id.removeprefix("servicepoint.") for message in problems(SimpleNamespace(**RIGHT | changes))
    ]


def test_settings_as_they_should_be_pass():
    assert found() == []
    assert found(DATABASES=LOCAL_DATABASE) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"PUBLIC_URL": "http://afspraak.example.org"}, ["E001"]),
        ({"PUBLIC_URL": "https://localhost:8000"}, ["E002"]),
        ({"ALLOWED_HOSTS": ["other.example.org"]}, ["E003"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["E004"]),
        ({"DEBUG": True}, ["E005"]),
        ({"DEMO": True}, ["E006"]),
        ({"RATE_LIMITS": False}, ["E007"]),
        ({"SECRET_KEY": "ab" * 20}, ["E008"]),
        ({"DATA_KEY": "changeme" * 5}, ["E008"]),
        ({"DATA_KEYS_OLD": [RIGHT["DATA_KEY"]]}, ["E009"]),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["E010"]),
        ({"EMAIL_USE_TLS": False}, ["W001"]),
        ({"PROXIES_TRUSTED": 0}, ["W002"]),
        ({"DATABASES": OPEN_DATABASE}, ["W003"]),
    ],
)
def test_each_weak_setting_is_named(changes, expected):
    assert found(**changes) == expected


def test_the_deploy_check_of_django_runs_ours():
    with pytest.raises(SystemCheckError, match=r"servicepoint\.E001"):
        call_command("check", deploy=True)
