"""Why an act of this room is refused: one class per refusal, each with a stable code and no prose."""

from typing import ClassVar


class LetterRefused(Exception):
    """An act about a letter that was not carried out; nothing was changed."""

    code: ClassVar[str] = "letter_refused"


class LetterUnknown(LetterRefused):
    """There is no letter with this reference."""

    code = "letter_unknown"


class LetterNotSent(LetterRefused):
    """Only a letter that left us can come back; this one waits, is being printed or was withdrawn."""

    code = "letter_not_sent"


class BatchUnknown(LetterRefused):
    """There is no such batch."""

    code = "batch_unknown"


class BatchNotFailed(LetterRefused):
    """Only a batch that was given up can be handed over again."""

    code = "batch_not_failed"
