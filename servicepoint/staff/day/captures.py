"""Photo and fingerprints on the counter's screen: how each may be settled for a person.

The one place where the counter meets the taking of pictures and prints; `visits` records what came of it.
"""

from servicepoint.visits.outcome import FINGERPRINTS_AGE_MIN
from servicepoint.visits.queries import PersonView

KINDS = ("photo", "fingerprints")
PHOTO = ("taken", "reused", "off")
FINGERPRINTS = ("taken", "reused", "off", "exempt", "temporarily_impossible")


def captures_of(person: PersonView) -> dict[str, tuple[str, ...]]:
    """Return what is taken of this person, with the ways to settle it; empty when nothing is."""
    asked = [kind for kind in KINDS if kind in person.steps_needed]
    return {kind: PHOTO if kind == "photo" else FINGERPRINTS for kind in asked}


def is_too_young_for_prints(person: PersonView) -> bool:
    """Say whether fingerprints are not asked of this person because of their age."""
    return person.age is not None and person.age < FINGERPRINTS_AGE_MIN
