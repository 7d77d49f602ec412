"""Second factors come, are used, and go. Each act is recorded here, the use of one with the log-in."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.db import transaction

from servicepoint.accounts.errors import CodeWrong, RoleMissing
from servicepoint.accounts.models import Authenticator, Passkey, RecoveryCode, SignOn
from servicepoint.accounts.rules import matching_step, only_letters_and_digits
from servicepoint.audit.actions import record
from servicepoint.kit.actor import SYSTEM, Actor
from servicepoint.kit.reference import CODE_ALPHABET, digest

SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12  # of 23 characters: 54 bits, good once
NAME_TAKEN_MAX = 50


@dataclass(frozen=True, slots=True)
class SignedOn:
    """A person as a provider of single sign-on knows them, and the roles of ours that it gives them."""

    issuer: str
    subject: str
    wished_name: str
    roles: frozenset[str]


def start_app(user_id: int, *, now: datetime) -> str:
    """Return the secret (base 32) for an app, the same until it is confirmed. Nothing is asked for it yet."""
    made = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    row, _is_new = Authenticator.objects.get_or_create(
        user_id=user_id, defaults={"secret": made, "made_at": now}
    )
    if row.confirmed_at is None:
        return str(row.secret)
    raise CodeWrong


def confirm_app(user_id: int, typed: str, *, now: datetime, actor: Actor) -> None:
    """Take the app as a factor once it shows the right digits. Raises CodeWrong."""
    with transaction.atomic():
        row = _app(user_id, is_confirmed=False)
        _spend_digits(row, typed, now)
        row.confirmed_at = now
        row.save(update_fields=["confirmed_at"])
        _record("app_added", user_id, actor, now)


def check_digits(user_id: int, typed: str, *, now: datetime) -> None:
    """Use up the digits that the app shows now. Raises CodeWrong: also for digits that were used before."""
    with transaction.atomic():
        _spend_digits(_app(user_id, is_confirmed=True), typed, now)


def check_recovery_code(user_id: int, typed: str, *, now: datetime, actor: Actor) -> None:
    """Use up a recovery code. Raises CodeWrong."""
    wanted = digest(only_letters_and_digits(typed))
    with transaction.atomic():
        used = RecoveryCode.objects.filter(user_id=user_id, digest=wanted, used_at=None).update(used_at=now)
        if not used:
            raise CodeWrong
        _record("recovery_code_used", user_id, actor, now)


def new_recovery_codes(user_id: int, *, now: datetime, actor: Actor) -> list[str]:
    """Return ten fresh codes, to be shown once; earlier ones end."""
    codes = [
        "".join(secrets.choice(CODE_ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(user_id=user_id).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, digest=digest(code)) for code in codes)
        _record("recovery_codes_made", user_id, actor, now)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def remove_app(user_id: int, *, now: datetime, actor: Actor) -> None:
    """Forget the app; doing so again changes nothing."""
    with transaction.atomic():
        removed, _by_table = Authenticator.objects.filter(user_id=user_id).delete()
        if removed:
            _record("app_removed", user_id, actor, now)


def remove_passkey(user_id: int, *, passkey_id: int, now: datetime, actor: Actor) -> None:
    """Forget one passkey of the account; doing so again changes nothing."""
    with transaction.atomic():
        removed, _by_table = Passkey.objects.filter(user_id=user_id, id=passkey_id).delete()
        if removed:
            _record("passkey_removed", user_id, actor, now)


def reset(user_id: int, *, now: datetime, actor: Actor) -> None:
    """Forget every second factor of an account: it chooses new ones at the next log-in."""
    with transaction.atomic():
        for table in (Authenticator, Passkey, RecoveryCode):
            table.objects.filter(user_id=user_id).delete()
        _record("second_factor_reset", user_id, actor, now)


def set_demo_app(user_id: int, *, secret: str, now: datetime) -> None:
    """Give an account of a demonstration an app whose secret everybody knows."""
    Authenticator.objects.update_or_create(
        user_id=user_id, defaults={"secret": secret, "made_at": now, "confirmed_at": now}
    )


def account_of(person: SignedOn, *, now: datetime) -> User:
    """Return the account of a person at a provider, made at the first sign-on, with exactly these roles.

    It is never found by name: whoever may choose a name at the provider would become somebody here.
    Raises RoleMissing without a role, and where an administrator made the account inactive.
    """
    with transaction.atomic():
        known = SignOn.objects.select_related("user")
        row = known.filter(issuer=person.issuer, subject=person.subject).first()
        user = row.user if row else None
        if user and set(user.groups.values_list("name", flat=True)) != person.roles:
            user.groups.set(Group.objects.filter(name__in=person.roles))
            _record("roles_from_provider", user.pk, SYSTEM, now)
        elif user is None and person.roles:
            user = _new_account(person, now)
    if user is None or not person.roles or not user.is_active:
        raise RoleMissing
    return user


def _new_account(person: SignedOn, now: datetime) -> User:
    user = User(username=_free_name(person.wished_name), is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.filter(name__in=person.roles))
    SignOn.objects.create(user=user, issuer=person.issuer, subject=person.subject)
    _record("account_from_provider", user.pk, SYSTEM, now)
    return user


def _free_name(wished: str) -> str:
    plain = "".join(each for each in wished if each.isalnum() or each in "._-@")[:60] or "sign-on"
    for number in range(1, NAME_TAKEN_MAX):
        name = plain if number == 1 else f"{plain}-{number}"
        if not User.objects.filter(username__iexact=name).exists():
            return name
    return f"sign-on-{secrets.token_hex(8)}"


def _app(user_id: int, *, is_confirmed: bool) -> Authenticator:
    """Return the app's row, locked: the same digits sent twice at once are good once."""
    rows = Authenticator.objects.select_for_update().filter(user_id=user_id)
    row = rows.filter(confirmed_at__isnull=not is_confirmed).first()
    if row is None:
        raise CodeWrong
    return row


def _spend_digits(row: Authenticator, typed: str, now: datetime) -> None:
    step = matching_step(str(row.secret), typed, now=now, last_step=row.last_step)
    if step is None:
        raise CodeWrong
    row.last_step = step
    row.save(update_fields=["last_step"])


def _record(what: str, user_id: int, actor: Actor, now: datetime) -> None:
    record(f"accounts.{what}", actor=actor, subject=f"auth.user:{user_id}", now=now)
