"""Who does something."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["resident", "staff", "system", "client"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: a resident, a staff member (`name` is the account), the system, or an API client."""

    kind: ActorKind
    name: str = ""


RESIDENT = Actor("resident")
SYSTEM = Actor("system")
