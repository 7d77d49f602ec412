"""Keys of programs of the back office: shown once when they are made, kept as a digest, revoked at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from servicepoint.accounts.errors import ClientKeyUnknown, ClientNameTaken, ClientNameWrong, ScopeUnknown
from servicepoint.accounts.models import ClientKey
from servicepoint.audit.actions import record
from servicepoint.kit.actor import Actor
from servicepoint.kit.reference import digest, new_secret

SCOPES = ("documents", "invitations")
IN_FRONT = "indkey_"  # so that who finds one, or looks for lost ones, knows what it is
TOKEN = re.compile(r"indkey_[0-9a-f]{32}", re.ASCII)
USED_EVERY = timedelta(minutes=1)  # how exactly `used_at` is kept: a write at each request would be too dear
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Client:
    """A program of the back office, and what it may do at which location."""

    id: int
    name: str
    scopes: tuple[str, ...]
    location_id: int
    made_at: datetime
    used_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Return who acts when this program does."""
        return Actor("client", self.name)


def make_key(
    name: str, *, location_id: int, scopes: Sequence[str], now: datetime, actor: Actor
) -> str:  # fmt: skip
    """Return the token of a new key; it is told here and never again.

    Raises ClientNameWrong, ClientNameTaken, ScopeUnknown.
    """
    if not _NAME.fullmatch(name):
        raise ClientNameWrong
    if not scopes or set(scopes) - set(SCOPES):
        raise ScopeUnknown
    token = IN_FRONT + new_secret()
    try:
        with transaction.atomic():
            row = ClientKey.objects.create(
                name=name,
                digest=digest(token),
                scopes=sorted(set(scopes)),
                location_id=location_id,
                made_at=now,
            )
            facts = {"codes": row.scopes, "location": location_id}
            record("accounts.client_key_made", actor=actor, subject=_subject(row), now=now, facts=facts)
    except IntegrityError as error:
        if "one_client_key_per_name" in str(error):
            raise ClientNameTaken from error
        raise
    return token


def revoke_key(name: str, *, now: datetime, actor: Actor) -> None:
    """Let the key of that name open nothing any more. Raises ClientKeyUnknown."""
    with transaction.atomic():
        row = ClientKey.objects.select_for_update().filter(name=name, revoked_at=None).first()
        if row is None:
            raise ClientKeyUnknown
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        record("accounts.client_key_revoked", actor=actor, subject=_subject(row), now=now)


def client_of(token: str, *, now: datetime) -> Client | None:
    """Return whose token this is, and note that it was used; None when it opens nothing."""
    if not TOKEN.fullmatch(token):
        return None
    row = ClientKey.objects.filter(digest=digest(token), revoked_at=None).first()
    if row is None:
        return None
    long_ago = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
    ClientKey.objects.filter(long_ago, id=row.id).update(used_at=now)
    return _client(row)


def clients() -> list[Client]:
    """Return the programs whose keys are in use, by name."""
    return [_client(row) for row in ClientKey.objects.filter(revoked_at=None).order_by("name")]


def _client(row: ClientKey) -> Client:
    scopes = tuple(row.scopes)
    return Client(row.id, row.name, scopes, row.location_id, row.made_at, row.used_at)


def _subject(row: ClientKey) -> str:
    return f"client_key:{row.id}"
