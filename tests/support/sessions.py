"""A session with its people, as the service decides it, in the portal's tables."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.sessions import asking, papers
from portal.stakeholders.sessions.read_model import SESSIONS
from services.stakeholders.session.commands import Command
from services.stakeholders.session.decide import SESSION
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_session_commands import (
    AddSessionPaper,
    OpenSession,
    RequestSeat,
)
from shared.contracts.stakeholders_sessions import (
    Capacity,
    Category,
    Fact,
    PaperAudience,
    SessionDetails,
)
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.sessions import CATEGORIES, seat_id
from tests.support.items import DETAILS
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
OFFICER = Actor(actor_id="an-officer", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
SECOND = Actor(actor_id="another-officer", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
LINK = "https://meet.example.org/zanthor-link"


def named(number: int | str) -> str:
    return str(derive_id("session of a test", number))


@dataclass(slots=True)
class Hall:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    also: list[Applier] = field(default_factory=list)
    told: int = 0
    states: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [SESSIONS])

    def opened(
        self,
        number: int | str = 1,
        *,
        title: str = "Exchange with civil society",
        begins: datetime = NOW + timedelta(days=20),
        at: datetime = NOW - timedelta(days=60),
        room: int = 1,
        **also: Any,
    ) -> str:
        session_id = named(number)
        capacity: dict[str, Any] = {"remote": 0, "reserved": {}, "per_organisation": None}
        capacity |= {name: also.pop(name) for name in list(also) if name in capacity}
        details = {
            "title": title,
            "room": "Room XX",
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=3),
            "zone": "Europe/Zurich",
            "access": "open",
            "audience": ("ngo", "nhri"),
            "languages": ("en", "sign"),
            "accessibility": "Step-free",
            "input_call": "What should be asked?",
            "input_until": (begins - timedelta(days=5)).date(),
        }
        command = OpenSession(
            session_id=session_id,
            details=SessionDetails(**{**details, **also}),
            capacity=Capacity(room=room, **capacity),
            link=self.vault.seal(asking.link_subject(session_id), LINK),
        )
        self.do(command, OFFICER, at=at)
        return session_id

    def asks(
        self,
        session_id: str,
        holder_id: str,
        *,
        by: str = "",
        at: datetime = NOW - timedelta(days=50),
        **also: Any,
    ) -> str:
        """Let somebody ask, and return their seat's id. ``name``, ``companion``, ``needs``.

        ``subject``: under which it is sealed, if not the first one.
        """
        registration_id = seat_id(session_id, holder_id)
        seal = self.vault.sealer(also.pop("subject", asking.seat_subject(registration_id)))
        name, companion = also.pop("name", f"Name of {holder_id}"), also.pop("companion", "")
        needs = also.pop("needs", "")
        category: Category = also.pop("category", "ngo")
        given = {
            "organisation": f"pseudonym-{holder_id}",
            "region": None,
            "zone": "UTC",
            "kind": "room",
            "seats": 2 if companion else 1,
            "shows_name": False,
        }
        command = RequestSeat(
            session_id=session_id,
            holder_id=holder_id,
            category=category,
            person=seal(asking.written({"name": name, "companion": companion})),
            needs=seal(needs) if needs else None,
            **{**given, **also},
        )
        roles = frozenset({CATEGORIES[category], Role.FOCAL_POINT})
        self.do(command, Actor(actor_id=by or holder_id, roles=roles), at=at)
        return registration_id

    def paper(self, session_id: str, title: str, audience: PaperAudience, *, at: datetime) -> str:
        """Let the officer add a paper, whose file is nowhere; return its id."""
        paper_id = str(derive_id("paper of a test", session_id, title, audience))
        seal = self.vault.sealer(papers.subject_of(paper_id))
        file = LibraryFile(
            file_id=paper_id,
            object_name="ab" * 32,
            sha256="cd" * 32,
            size=1000,
            media_type="application/pdf",
            scanned="not_scanned",
            details=seal(json.dumps({"name": f"{title}.pdf", **DETAILS})),
        )
        command = AddSessionPaper(
            session_id=session_id,
            paper_id=paper_id,
            title=seal(title),
            audience=audience,
            file=file,
        )
        self.do(command, OFFICER, at=at)
        return paper_id

    def do(self, command: Command, by: Actor, *, at: datetime = NOW) -> list[Fact]:
        state = self.states.get(command.session_id, SESSION.initial)
        facts = list(SESSION.decide(command, Asked(at=at, by=by), state))
        self.states[command.session_id] = SESSION.fold(facts, state)
        self.facts.setdefault(command.session_id, []).extend(facts)
        stream = f"session-{command.session_id}"
        numbered = enumerate(facts, self.told + 1)
        self.told += len(facts)
        arrived = [of_stakeholders(one, number, stream, at) for number, one in numbered]
        twice([self.applier, *self.also], arrived)
        return facts


def holder(account_id: str) -> Actor:
    return Actor(actor_id=account_id, roles=frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}))
