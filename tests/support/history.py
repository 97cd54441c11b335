"""The desk of imports of past letters in tests: the pages, the service and the background."""

import io
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import func, select

from portal.public.history import importing, sheet
from portal.public.history.read_model import HISTORY as TABLES
from portal.web.delivery.outbox import outbox
from services.approvals.history import HISTORY
from services.approvals.policies import react
from services.approvals.reference import REFERENCE
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_history_commands import TYPES
from shared.core.actor import ActorSigner, Asked
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference.history import HISTORY_CLOCK
from tests.support.invented import asked_of
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.twice import twice

PAGES: Final = "/history-desk"
HEAD: Final = ",".join(sheet.COLUMNS)


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


@dataclass(slots=True)
class Desk:
    """The service and the consuming process, one step at a time."""

    portal: Pages
    applier: Applier = field(init=False)
    facts: list[Any] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    notes: bool = True
    seen: int = 0

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.portal.engine, [TABLES])

    def asked(self) -> None:
        """Decide what the pages asked for since."""
        types: dict[str, TypeAdapter[Any]] = {n: TypeAdapter(cls) for n, cls in TYPES.items()}
        signer = ActorSigner(self.portal.settings.actor_key_list)
        for request in self.portal.asked:
            id_ = json.loads(request.read())["id"]
            if id_ not in self.done and self.do(*asked_of(signer, request, types, to="approvals")):
                self.done.add(id_)  # whatever else comes under this id is done, too
        self.portal.asked.clear()

    def do(self, command: Any, asked: Asked) -> bool:
        """Decide, and return whether there was anything to tell."""
        stream = HISTORY.stream(command)
        mine = [one for one in self.facts if one.import_id == command.import_id]
        told = HISTORY.decide(command, asked, HISTORY.fold(mine))
        for fact in told:
            self.facts.append(fact)
            self.arrive(fact, stream)
            if self.notes:
                self._note(react(fact), asked)
        return bool(told)

    def _note(self, commands: Any, asked: Asked) -> None:
        for one in commands:
            for fact in REFERENCE.decide(one, asked, REFERENCE.initial):
                self.arrive(fact, REFERENCE.stream(one))

    def note_all(self) -> None:
        """Note now what was not noted before."""
        for fact in self.facts:
            self._note(react(fact), Asked(by=HISTORY_CLOCK, at=self.portal.clock()))

    def arrive(self, fact: Any, stream: str) -> None:
        self.seen += 1
        twice([self.applier], [self._arriving(fact, stream)])

    def step(self, rounds: int = 3, *, days: int = 0) -> None:
        """Let the background work."""
        for _ in range(rounds):
            at = self.portal.clock() + timedelta(days=days)
            importing.due(self.portal.engine, self.portal.vault, at=at)

    def work(self) -> None:
        """Let the background work, and the outbox deliver, each command twice."""
        self.step()
        at = self.portal.clock()
        with self.portal.engine.begin() as conn:
            waiting = conn.execute(
                select(outbox)
                .where(outbox.c.type == "import-past-letters")
                .order_by(outbox.c.created_at)
            ).all()
        command: TypeAdapter[Any] = TypeAdapter(TYPES["import-past-letters"])
        for row in waiting:
            for _ in range(2):
                self.do(command.validate_python(row.data), Asked(by=HISTORY_CLOCK, at=at))
        self.step()

    def _arriving(self, fact: Any, stream: str) -> Published:
        number = 7_000_000 + self.seen
        return Published(
            fact=fact,
            id=derive_id("history fact", number),
            stream=stream,
            position=number,
            recorded_at=self.portal.clock(),
            correlation_id=derive_id("case", 1),
            actor="somebody",
            traceparent=None,
            topic=APPROVALS.topic,
            partition=0,
            offset=number,
        )


def uploaded(who: Visitor, content: bytes, form: str = "first") -> str:
    """Upload a sheet twice, and return the address of its page."""
    told: list[str] = []
    for _ in range(2):
        data = {
            "command_id": str(derive_id("upload", form)),
            "file": (io.BytesIO(content), "letters.csv"),
        }
        answer = who.post(f"{PAGES}/upload", data)
        assert answer.status_code == 303, answer.text
        told.append(answer.headers["Location"])
    assert told[0] == told[1]
    return told[0]


def number(of: Desk, table: Any) -> int:
    with of.portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0
