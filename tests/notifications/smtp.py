"""A real mail server that remembers what it took, and can be told to be slow, strict or gone."""

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """Takes mails at 127.0.0.1:`port` while `running()`."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.taken: list[EmailMessage] = []
        self.reply_to_recipient = "250 OK"
        self.reply_to_content = "250 OK"
        self.has_taken = threading.Event()  # set once a mail is kept, before the sender hears of it
        self.may_answer = threading.Event()  # cleared: the server keeps the sender waiting
        self.may_answer.set()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _o: Any) -> str:
        if self.reply_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.reply_to_recipient

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.reply_to_content.startswith("250"):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            self.taken.append(mail)
        self.has_taken.set()
        if not self.may_answer.is_set():
            await server.loop.run_in_executor(None, self.may_answer.wait, 30)
        return self.reply_to_content

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            self.may_answer.set()
            controller.stop()
