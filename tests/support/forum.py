"""The forum in a portal of a test, as the service tells of it, each fact twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Engine

from portal.casefile.attachments.keep import Details
from portal.committee.forum.found import subject_of
from portal.committee.forum.read_model import FORUM
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import forum as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

TITLE, TEXT = "Quib title", "Quib message"


@dataclass(slots=True)
class Forum:
    """``history``: every fact that was told."""

    engine: Engine
    vault: Vault
    told: int = 0
    history: list[Any] = field(default_factory=list)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [FORUM])

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            stream = f"forumthread-{fact.thread_id}"
            self.history.append(fact)
            arrived.append(of_stakeholders(fact, self.told, stream, AT))
        twice([self.applier], arrived)

    def sealed(self, message_id: str, text: str) -> Sealed:
        return self.vault.seal(subject_of(message_id), text)

    def started(self, text: str = TEXT, title: str = TITLE, **changed: Any) -> str:
        """Tell of a thread with its first message; return its id."""
        thread_id = str(derive_id("thread of a test", self.told))
        first = str(derive_id("first of", thread_id))
        by = {"posted_by": changed["started_by"]} if "started_by" in changed else {}
        sealed = self.sealed(first, title)
        self.tell(replace(said.STARTED, thread_id=thread_id, title=sealed, **changed))
        self.posted(thread_id, text, message_id=first, **by)
        return thread_id

    def posted(self, thread_id: str, text: str = TEXT, **changed: Any) -> str:
        """Tell of a message in the thread; return its id."""
        message_id: str = changed.pop("message_id", str(derive_id("message", thread_id, self.told)))
        of = {"thread_id": thread_id, "message_id": message_id, "answers": None, "mentions": None}
        sealed = self.sealed(message_id, text)
        self.tell(replace(said.OPENING, text=sealed, **{**of, **changed}))
        return message_id

    def file(self, message_id: str, name: str = "quib.pdf") -> Any:
        """Return a file of a message as a fact tells of it; nothing is stored of it."""
        details = to_json(Details(name=name, sha256="ab" * 32, key="key")).decode()
        return replace(said.FILE, details=self.sealed(message_id, details))

    def polled(self, thread_id: str, **changed: Any) -> str:
        message_id = str(derive_id("poll", thread_id, self.told))
        of = {"thread_id": thread_id, "message_id": message_id, **changed}
        choices = self.sealed(message_id, "Quib yes\nQuib no")
        question = self.sealed(message_id, "Quib question")
        self.tell(replace(said.ASKED, text=question, choices=choices, **of))
        return message_id

    def step(self, fact: Any, thread_id: str, **changed: Any) -> None:
        self.tell(replace(fact, thread_id=thread_id, **changed))
