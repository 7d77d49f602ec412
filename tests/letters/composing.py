"""What a caller of the room does: put letters together when they are printed."""

from collections.abc import Callable, Mapping, Sequence

from servicepoint.kit.actor import SYSTEM
from servicepoint.letters import actions
from servicepoint.letters.note import LetterNote
from tests.letters.samples import a_letter
from tests.world import NOW, World


def compose(wanted: Sequence[actions.Wanted]) -> Mapping[int, LetterNote | None]:
    """Return a letter for each, with its topic as the name on it."""
    return {
        each.letter_id: a_letter(
            each.language, kind=each.kind, to=(each.topic, "Voorbeeldstraat 1", "0000 XX  PROEFSTAD")
        )
        for each in wanted
    }


def without(*topics: str) -> Callable[[Sequence[actions.Wanted]], Mapping[int, LetterNote | None]]:
    """Return a composer for which letters about these topics are not needed any more."""

    def chosen(wanted: Sequence[actions.Wanted]) -> Mapping[int, LetterNote | None]:
        topic = {each.letter_id: each.topic for each in wanted}
        notes = compose(wanted)
        return {each: None if topic[each] in topics else note for each, note in notes.items()}

    return chosen


def wanted(world: World, count: int, *, language: str = "nl", first: int = 1) -> list[int]:
    """Have so many letters printed; each is about a topic of its own."""
    orders = [
        actions.Order(f"invitation:{number}", "ready", world.location_id, language, f"ready:{number}")
        for number in range(first, first + count)
    ]
    return actions.want_all(orders, now=NOW, actor=SYSTEM)
