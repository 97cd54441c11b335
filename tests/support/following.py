"""Who follows what is published: the mails that go, and what is done in a browser."""

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.homes.notices import following
from portal.public.register.read_model import REGISTER
from shared.read_models.model import Applier
from tests.support.portal import Pages
from tests.support.publication import arriving, published, reply_published, withdrawn

SECRET = "amina@watch.example"
FACTS = arriving(published(), reply_published(), withdrawn())
TWISTED = ("=?utf-8?q?a=0Ab?=@watch.example", "=?utf-8?q?a=2Cb=40other.example?=@watch.example")
"""Encoded words: the first reads as two lines, the second as two addresses."""


@dataclass
class Post:
    """Keeps mails, or raises ``error`` as a server's answer."""

    error: Exception | None = None
    mails: list[EmailMessage] = field(default_factory=list)

    def __call__(self, mail: EmailMessage) -> None:
        if self.error is not None:
            raise self.error
        self.mails.append(mail)

    def taken(self) -> list[EmailMessage]:
        some, self.mails = self.mails, []
        return some


@dataclass
class World:
    portal: Pages
    post: Post = field(default_factory=Post)
    told: list[object] = field(default_factory=list)

    def publish(self, *facts: object) -> None:
        """Tell of these facts beside those told so, each of them twice."""
        self.told += facts
        for _ in range(2):
            Applier(self.portal.engine, REGISTER).apply(arriving(*self.told))

    def tell(self, *which: int) -> None:
        for one in which:
            Applier(self.portal.engine, REGISTER).apply([FACTS[one]])

    def work(self) -> list[EmailMessage]:
        of = (self.portal.engine, self.portal.vault, self.portal.settings, self.post)
        following.send_confirmations(*of, now=self.portal.clock)
        following.send_news(*of, now=self.portal.clock)
        return self.post.taken()

    def ask(self, address: str = SECRET, lang: str = "en", **typed: Any) -> Any:
        visitor = self.portal.visitor()
        visitor.get(f"/{lang}/follow")
        form = {"rhythm": "at_once", "language": lang, "command_id": str(uuid4()), **typed}
        data = {"csrf_token": visitor.form_token(), "address": address, **form}
        return visitor.client.post(f"/{lang}/follow", data=data)

    def follow(self, **typed: Any) -> str:
        """Follow; return the address by which it is shown and ended."""
        assert self.ask(**typed).status_code == 303
        [mail] = self.work()
        visitor = self.portal.visitor()
        sent = self.send(visitor, link(mail))
        assert sent.status_code == 303
        return str(sent.location)

    def send(self, visitor: Any, path: str, **typed: Any) -> Any:
        visitor.get(path)
        form = {"command_id": str(uuid4()), "csrf_token": visitor.form_token(), **typed}
        return visitor.client.post(path, data=form)

    def rows(self, table: Any) -> list[Any]:
        with self.portal.engine.connect() as conn:
            return list(conn.execute(select(table)))


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link(mail: EmailMessage) -> str:
    found = re.search(r"https://rapporteur\.example(/u/\S+)", text(mail))
    assert found
    return found[1]
