"""Where mails go in a demonstration: into a table, to be read in the browser. Never with real people."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from servicepoint.kit import clock
from servicepoint.notifications.models import DemoMail

KEPT_MAX = 200


class Backend(BaseEmailBackend):
    """A mail server that keeps the last 200 mails; a Message-ID it knows is the same mail again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; return how many there were, known ones included, as a real server would."""
        if not settings.DEMO:
            raise ImproperlyConfigured("MAIL_BACKEND: the demonstration's mailbox is for DEMO=1 only")
        mails = [_kept(message) for message in email_messages]
        DemoMail.objects.bulk_create(mails, ignore_conflicts=True)
        newest = DemoMail.objects.order_by("-id").values("id")[:KEPT_MAX]
        DemoMail.objects.exclude(id__in=newest).delete()
        return len(mails)


def _kept(message: EmailMessage) -> DemoMail:
    source = message.message()
    return DemoMail(
        message_id=source["Message-ID"],
        received_at=clock.now(),
        recipients=", ".join(message.recipients()),
        subject=str(message.subject),
        source=source.as_bytes(),
    )
