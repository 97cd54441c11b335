"""A mail server in this process: keeps its mail, or refuses it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(slots=True)
class Mailbox:
    """``refusing``: the server's answer to every recipient, such as "550 no such user".

    ``refuses``: its answers to some recipients alone. ``full``: to their mail once it was sent.
    ``raw``: each mail byte for byte, as it came. ``senders``: those of the envelopes.
    """

    url: str = ""
    refusing: str | None = None
    refuses: dict[str, str] = field(default_factory=dict)
    full: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if said := self.refusing or self.refuses.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # likewise
        for address in envelope.rcpt_tos:
            if address in self.full:
                return self.full[address]
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(message)
        self.raw.append(envelope.content)
        self.senders.append(envelope.mail_from)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=60)
    running.start()
    box.url = f"smtp://127.0.0.1:{port}"
    try:
        yield box
    finally:
        running.stop()
