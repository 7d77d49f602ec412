"""What `manage.py check --deploy` says about settings that work, but not for real visitors."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

LOCAL = frozenset({"localhost", "127.0.0.1", "::1", ""})
DISTINCT_CHARACTERS_MIN = 12
ENCRYPTED_DATABASE = frozenset({"require", "verify-ca", "verify-full"})
MAIL_NOWHERE = ("console", "dummy", "locmem", "filebased")

Check = Callable[[Any], Iterator[CheckMessage]]


@register(Tags.security, deploy=True)
def check_settings(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001 - all of the settings, always
    """Return what is wrong with the settings for a site that people use."""
    return problems(settings)


def problems(values: Any) -> list[CheckMessage]:
    """Return what is wrong with `values`, an object with the settings as attributes."""
    return [message for check in CHECKS for message in check(values)]


def _address(values: Any) -> Iterator[CheckMessage]:
    address = urlsplit(values.PUBLIC_URL)
    if address.scheme != "https":
        yield Error("PUBLIC_URL does not start with https://", id="servicepoint.E001")
    if address.hostname in LOCAL:
        yield Error(
            "PUBLIC_URL is an address of this machine: links in mails lead nowhere", id="servicepoint.E002"
        )
    elif not validate_host(address.hostname or "", values.ALLOWED_HOSTS):
        yield Error(
            "The host of PUBLIC_URL is not in ALLOWED_HOSTS: links in mails are refused",
            id="servicepoint.E003",
        )
    if "*" in values.ALLOWED_HOSTS:
        yield Error("ALLOWED_HOSTS allows every host: name yours", id="servicepoint.E004")


def _switches(values: Any) -> Iterator[CheckMessage]:
    if values.DEBUG:
        yield Error("DEBUG is on: error pages show what people typed", id="servicepoint.E005")
    if values.DEMO:
        yield Error(
            "DEMO is on: anybody can read every mail, accounts have known passwords", id="servicepoint.E006"
        )
    if not values.RATE_LIMITS:
        yield Error("RATE_LIMITS is off: codes and passwords can be guessed", id="servicepoint.E007")


def _keys(values: Any) -> Iterator[CheckMessage]:
    for name in ("SECRET_KEY", "DATA_KEY"):
        if len(set(getattr(values, name))) < DISTINCT_CHARACTERS_MIN:
            yield Error(
                f"{name} is not random: make one with `openssl rand -base64 48`", id="servicepoint.E008"
            )
    if {values.SECRET_KEY, values.DATA_KEY} & set(values.DATA_KEYS_OLD):
        yield Error(
            "DATA_KEYS_OLD names a key that is in use: it holds earlier ones only", id="servicepoint.E009"
        )


def _mail(values: Any) -> Iterator[CheckMessage]:
    if any(f".{nowhere}." in values.EMAIL_BACKEND for nowhere in MAIL_NOWHERE):
        yield Error("Mails are not sent: set EMAIL_URL to a mail server", id="servicepoint.E010")
    elif values.EMAIL_HOST not in LOCAL and not (values.EMAIL_USE_TLS or values.EMAIL_USE_SSL):
        yield Warning("Mails travel unencrypted: use smtp+tls:// or smtp+ssl://", id="servicepoint.W001")


def _network(values: Any) -> Iterator[CheckMessage]:
    if values.HTTPS and values.PROXIES_TRUSTED == 0:
        yield Warning(
            "PROXIES_TRUSTED is 0: behind a proxy all visitors count as one, and redirects never end",
            id="servicepoint.W002",
        )
    database = values.DATABASES["default"]
    host = database.get("HOST", "")
    remote = host not in LOCAL and not host.startswith("/")
    if remote and database["OPTIONS"].get("sslmode") not in ENCRYPTED_DATABASE:
        yield Warning("The database is reached unencrypted: add ?sslmode=verify-full", id="servicepoint.W003")


CHECKS: tuple[Check, ...] = (_address, _switches, _keys, _mail, _network)
