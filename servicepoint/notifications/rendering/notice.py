"""The mail of a notice: what its caller wrote, in the reader's language and in Dutch."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from servicepoint.notifications.notice import Notice
from servicepoint.notifications.rendering.mail import headers_for
from servicepoint.notifications.rendering.warning import Warned

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb"})


def notice_mail(notice: Notice, *, to: str, message_id: str = "") -> EmailMultiAlternatives:
    """Return the mail, plain and as HTML; languages that run from right to left are marked as such."""
    texts = [_text(notice.language, notice.subject, notice.paragraphs)]
    if notice.dutch_subject:
        texts.append(_text("nl", notice.dutch_subject, notice.dutch_paragraphs))
    body = "\n\n---\n\n".join("\n\n".join(each.paragraphs) for each in texts) + "\n"
    message = EmailMultiAlternatives(
        subject=notice.subject, body=body, to=[to] if to else [], headers=headers_for(message_id)
    )
    message.attach_alternative(render_to_string("mail/warning.html", {"texts": texts}), "text/html")
    return message


def _text(language: str, subject: str, paragraphs: tuple[str, ...]) -> Warned:
    direction = "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"
    return Warned(language, subject, paragraphs, direction)
