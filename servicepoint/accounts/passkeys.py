"""Passkeys (WebAuthn): the question for the browser, and whether its answer is right.

A question is JSON for `navigator.credentials`, its bytes as base64url; `state` is what to remember
until the answer comes. Every question demands that the key verifies the person: by finger, face or PIN.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from servicepoint.accounts.errors import PasskeyRefused
from servicepoint.accounts.models import Passkey
from servicepoint.accounts.rules import ISSUER
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import keyed_digest

State = dict[str, Any]
ANSWER_LENGTH_MAX = 20_000
NAME_LENGTH_MAX = 60
PASSKEYS_MAX = 10
VERIFIED = UserVerificationRequirement.REQUIRED


def question_for_new(user_id: int, *, account: str) -> tuple[str, State]:
    """Return what to ask the browser to make a key for the account."""
    handle = keyed_digest(settings.DATA_KEY.encode(), "passkey", str(user_id))
    user = PublicKeyCredentialUserEntity(id=handle, name=account, display_name=account)
    question, state = _server().register_begin(user, _credentials(user_id), user_verification=VERIFIED)
    return json.dumps(dict(question)), dict(state)


def question_for_known(user_id: int) -> tuple[str, State]:
    """Return what to ask the browser to prove itself with one of the account's keys."""
    question, state = _server().authenticate_begin(_credentials(user_id), user_verification=VERIFIED)
    return json.dumps(dict(question)), dict(state)


def add(user_id: int, answer: str, *, state: State, name: str, now: datetime, actor: Actor) -> None:
    """Keep the key that the browser made. Raises PasskeyRefused."""
    try:
        made = _server().register_complete(state, _parsed(answer))
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    credential = made.credential_data
    assert credential is not None
    with transaction.atomic():
        is_known = Passkey.objects.filter(credential_id=credential.credential_id).exists()
        if is_known or Passkey.objects.filter(user_id=user_id).count() >= PASSKEYS_MAX:
            raise PasskeyRefused
        Passkey.objects.create(
            user_id=user_id,
            credential_id=credential.credential_id,
            credential=bytes(credential),
            uses=made.counter,
            name=name[:NAME_LENGTH_MAX],
            made_at=now,
        )
        record("accounts.passkey_added", actor=actor, subject=f"auth.user:{user_id}", now=now)


def check(user_id: int, answer: str, *, state: State, now: datetime) -> None:
    """Accept the browser's proof. Raises PasskeyRefused, also for a copied key: its uses run back."""
    try:
        given = AuthenticationResponse.from_dict(_parsed(answer))
        used = _server().authenticate_complete(state, _credentials(user_id), given)
    except (ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    uses = given.response.authenticator_data.counter
    with transaction.atomic():
        row = Passkey.objects.select_for_update().get(user_id=user_id, credential_id=used.credential_id)
        if (uses or row.uses) and uses <= row.uses:
            raise PasskeyRefused
        row.uses, row.used_at = uses, now
        row.save(update_fields=["uses", "used_at"])


def _parsed(answer: str) -> Mapping[str, Any]:
    if len(answer) > ANSWER_LENGTH_MAX:
        raise ValueError("longer than any browser's answer")
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise TypeError("not an object")
    return parsed


def _credentials(user_id: int) -> list[AttestedCredentialData]:
    rows = Passkey.objects.filter(user_id=user_id).order_by("id")
    return [AttestedCredentialData(bytes(each.credential)) for each in rows]


def _server() -> Fido2Server:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=ISSUER))
