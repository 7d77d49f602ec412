"""Which second factors an account has."""

from dataclasses import dataclass
from datetime import datetime

from servicepoint.accounts.models import Authenticator, Passkey, RecoveryCode
from servicepoint.accounts.rules import digits_at, step_at


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey as its owner sees it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account can prove itself with. Recovery codes alone are no factor: they are a way back."""

    has_app: bool
    passkeys: tuple[PasskeyLine, ...]
    recovery_left: int

    @property
    def is_enrolled(self) -> bool:
        """Say whether the account can be asked for a second factor."""
        return self.has_app or bool(self.passkeys)


def digits_of_demo_app(user_id: int, *, now: datetime) -> str:
    """Return digits that the app of a demonstration's account shows and nobody used; empty without app."""
    row = Authenticator.objects.filter(user_id=user_id).first()
    return digits_at(str(row.secret), max(step_at(now), row.last_step + 1)) if row else ""


def factors_of(user_id: int) -> Factors:
    """Return the second factors of an account."""
    keys = Passkey.objects.filter(user_id=user_id).order_by("id")
    return Factors(
        has_app=Authenticator.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists(),
        passkeys=tuple(PasskeyLine(**row) for row in keys.values("id", "name", "made_at", "used_at")),
        recovery_left=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
    )
