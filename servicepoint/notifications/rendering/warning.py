"""The mail to an earlier address: that it gets no more mail, and whom to call. Nothing of the appointment."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from servicepoint.notifications.note import Note


@dataclass(frozen=True, slots=True)
class Warned:
    """The texts in one language."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    direction: str = "ltr"


def warning(note: Note, language: str, *, to: str, headers: Mapping[str, str]) -> EmailMultiAlternatives:
    """Return the mail in `language` and Dutch: no link, code, name or time; it may not be theirs any more."""
    spoken = [code for code, _name in settings.LANGUAGES if code == language]
    texts = [_texts(note, each) for each in dict.fromkeys([*spoken, "nl"])]
    body = "\n\n---\n\n".join("\n\n".join(each.paragraphs) for each in texts) + "\n"
    message = EmailMultiAlternatives(
        subject=texts[0].subject, body=body, to=[to] if to else [], headers=dict(headers)
    )
    message.attach_alternative(render_to_string("mail/warning.html", {"texts": texts}), "text/html")
    return message


def _texts(note: Note, language: str) -> Warned:
    with translation.override(language):
        return Warned(
            language=language,
            subject=_("Your e-mail address was taken off an IND appointment"),
            paragraphs=(
                _("Someone who knows the appointment changed its e-mail address."),
                _("This address gets no more messages about it. Links in earlier mails no longer work."),
                _("Was this not you? Then call %(phone)s.") % {"phone": note.location.phone},
                _("This is an automatic message. We do not read replies."),
            ),
        )
