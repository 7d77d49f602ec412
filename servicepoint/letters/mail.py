"""The same letter as a mail: a subject and paragraphs, in the reader's language and in Dutch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says. The Dutch part is empty when the reader's language is Dutch."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    dutch_subject: str = ""
    dutch_paragraphs: tuple[str, ...] = ()
