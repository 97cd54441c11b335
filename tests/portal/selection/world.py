"""A portal with a real selection: the rules, a store in memory, and the read model."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json
from werkzeug.test import TestResponse

from portal.selection import application_drafts
from portal.selection.read_model import SELECTION
from portal.web.accounts.account import Account
from portal.web.commands import Accepted, CommandRefused
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.commands import Command, address, data_of
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, Recorded
from shared.core.roles import Role
from shared.core.testing import InMemoryStore
from shared.facts.kafka import Published
from shared.hosting.service import asking
from shared.read_models.model import Applier
from shared.reference import CRITERIA
from shared.reference.eligibility import CURRENT
from shared.reference.panels import SEATS
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

MOTIVATION = "I have worked for twenty years against torture."
SECTIONS = {
    "personal": {
        "name": "Ada",
        "nationality": "FRA",
        "gender": "female",
        "second_nationality": "",
        "third_nationality": "KEN",
        "birth_year": "1970",
        "contact": "1 rue de la Paix, Paris",
    },
    "competence": {
        "qualifications": "A doctorate in law.",
        "expertise": "Prisons in ten States.",
        "competence": "Heard by courts.",
        "available": "yes",
    },
    "motivation": {"motivation": MOTIVATION},
    "languages": {"mother_tongue": "French", "spoken": "en", "other_languages": ""},
    "education": {"education": "University of Dakar, 1995."},
    "work": {"work": "Ombudsperson since 2010."},
    "ethics": {
        "government": "no",
        "function": "no",
        "held": "no",
        "ties": "none",
        "pressure": "nothing",
        "measures": "nothing to do",
    },
    "certify": {"certified": "Ada", "true": "y"},
}
"""What a candidate types into each section."""


CALL: dict[str, Any] = {
    "departure": "resignation",
    "visibility": "names",
    "languages": ["en", "fr"],
    "checked": "send",
}
"""What an officer enters about a call, beside its last day."""


def published(record: Recorded[Any]) -> Published:
    """The record as it arrives from Kafka."""
    return Published(
        fact=record.event,
        id=record.id,
        stream=record.stream,
        position=record.position,
        recorded_at=record.recorded_at,
        correlation_id=record.metadata.correlation_id,
        actor=record.metadata.actor,
        traceparent=None,
        topic=STAKEHOLDERS.topic,
        partition=0,
        offset=record.position,
    )


@dataclass(slots=True)
class Stakeholders:
    """The service, without its process: what it accepts is in the tables at once."""

    applier: Applier
    portal: Pages
    store: InMemoryStore = field(default_factory=InMemoryStore)
    asked: list[str] = field(default_factory=list)

    def ask(
        self,
        command: Command,
        *,
        by: Actor,
        command_id: UUID,
        correlation_id: UUID,
    ) -> Accepted:
        service, type_ = address(command)
        assert service == "stakeholders"
        self.asked.append(type_)
        adapter: TypeAdapter[Any] = TypeAdapter(STAKEHOLDERS_SERVICE.commands[type_])
        understood = adapter.validate_python(from_json(to_json(data_of(command))))
        assert str(correlation_id) == getattr(understood, "vacancy_id", str(correlation_id))
        metadata = Metadata(
            correlation_id=correlation_id, causation_id=command_id, actor=by.actor_id
        )
        asked = Asked(at=self.portal.clock.at, by=by)
        told = len(self.store.log)
        ask = asking(STAKEHOLDERS_SERVICE, self.store)

        async def asking_it() -> None:
            await ask(understood, asked, command_id, metadata)

        try:
            asyncio.run(asking_it())
        except Refused as no:
            raise CommandRefused(403 if isinstance(no, Forbidden) else 422, no.said) from no
        self.applier.apply([published(record) for record in self.store.log[told:]])
        return Accepted(None)


@dataclass(slots=True)
class World:
    """Everybody who takes part, and the shortest way to what they do."""

    portal: Pages
    service: Stakeholders
    officer: Visitor
    chair: Visitor
    members: dict[str, Visitor]
    """By regional group; AFR has the chair."""

    def declared(self, mandate: str = "sr-torture", seat_region: str = "") -> str:
        """Declare a vacancy and return its id."""
        sent = self.officer.post(
            "/selection/declare",
            {"command_id": str(uuid4()), "mandate": mandate, "seat_region": seat_region},
        )
        assert sent.status_code == 303, sent.text
        return sent.location.rpartition("/")[2]

    def called(
        self, preset: str = "advisory-panel", mandate: str = "sr-torture", **also: Any
    ) -> str:
        """A vacancy with an open call and a panel."""
        vacancy_id = self.declared(mandate)
        last = self.portal.clock.at + timedelta(days=20)
        sent = self.do(
            self.officer,
            f"/selection/{vacancy_id}/call",
            **{**CALL, "closes_on": last.date().isoformat(), **also},
        )
        assert sent.status_code == 303, sent.text
        sent = self.do(self.officer, f"/selection/{vacancy_id}/panel", **self.seats(preset=preset))
        assert sent.status_code == 303, sent.text
        return vacancy_id

    def seats(self, chair: str = "AFR", preset: str = "advisory-panel") -> dict[str, str]:
        taken = {
            f"member_{region.lower()}": _id(self.members[region]) if region in self.members else ""
            for region in SEATS
        }
        last = self.portal.clock.at + timedelta(days=400)
        term = {"ends_on": last.date().isoformat(), "checked": "send"}
        return {**taken, "chair": chair, "preset": preset, **term}

    def applied(self, vacancy_id: str, name: str, **also: str) -> tuple[str, Visitor]:
        """Somebody new applies; return the candidate's id and the person."""
        person = self.portal.signed_in(Role.CANDIDATE, name=f"account of {name}")
        typed = {"name": name, "certified": name, "motivation": f"{MOTIVATION} {name}", **also}
        self.filled_in(vacancy_id, person, **typed)
        sent = self.sent(vacancy_id, person)
        assert sent.status_code == 303, sent.text
        return sent.location.rpartition("/")[2], person

    def filled_in(self, vacancy_id: str, person: Visitor, **also: str) -> None:
        """Let a draft be kept with all sections. ``also``: what is typed instead, by field."""
        who = _id(person)
        with self.portal.app.app_context():
            for section, typed in SECTIONS.items():
                mine = {field: [also.get(field, value)] for field, value in typed.items()}
                draft = application_drafts.find(who, vacancy_id)
                application_drafts.save(who, draft, section, mine)

    def saved(self, vacancy_id: str, person: Visitor, section: str, **typed: str) -> TestResponse:
        return person.post(f"/candidate/apply/{vacancy_id}/sections/{section}", typed)

    def sent(self, vacancy_id: str, person: Visitor) -> TestResponse:
        return self.do(person, f"/candidate/apply/{vacancy_id}/review")

    def screened(self, vacancy_id: str, candidate_id: str, eligible: str = "yes") -> None:
        """A "no" with the second officer who confirms it."""
        self.said(vacancy_id, candidate_id, eligible)
        if eligible == "no":
            sent = self.answered(vacancy_id, candidate_id, self.second_officer())
            assert sent.status_code == 303, sent.text

    def second_officer(self) -> Visitor:
        return self.portal.signed_in(Role.SELECTION_OFFICER, name="second officer")

    def answered(
        self, vacancy: str, candidate: str, by: Visitor, answer: str = "confirm", seen: int = 1
    ) -> TestResponse:
        """What an officer says to a "no"."""
        path = f"/selection/{vacancy}/candidates/{candidate}/no"
        return self.do(by, path, answer=answer, seen=str(seen))

    def said(self, vacancy_id: str, candidate_id: str, eligible: str) -> None:
        """What one officer says."""
        sent = self.do(
            self.officer,
            f"/selection/{vacancy_id}/candidates/{candidate_id}",
            eligible=eligible,
            reason="a decision-making position" if eligible == "no" else "",
            codes=["other_function_held"] if eligible == "no" else [],
            listed=str(CURRENT),
        )
        assert sent.status_code == 303, sent.text

    def file(self, vacancy_id: str, name: str, **also: str) -> str:
        """An eligible candidate."""
        candidate_id, _ = self.applied(vacancy_id, name, **also)
        self.screened(vacancy_id, candidate_id)
        return candidate_id

    def call_closed(self, vacancy_id: str) -> None:
        """Close the call; every member says that there is no conflict."""
        sent = self.do(self.officer, f"/selection/{vacancy_id}/call/close")
        assert sent.status_code == 303, sent.text
        for member in self.members.values():
            if member.get(f"/panel/{vacancy_id}/disclose").status_code == 200:
                self.disclosed(vacancy_id, member)

    def disclosed(self, vacancy_id: str, by: Visitor, nationality: str = "CHE") -> None:
        """Say that there is no conflict with any candidate on the page."""
        path = f"/panel/{vacancy_id}/disclose"
        shown = by.get(path).text.partition('name="shown"')[2].partition('value="')[2]
        sent = self.do(
            by,
            path,
            shown=shown.partition('"')[0],
            answer="none",
            nationality=nationality,
        )
        assert sent.status_code == 303, sent.text
        assert "Your disclosure is kept." in by.get("/panel/").text

    def alternate(self, vacancy_id: str, region: str, name: str) -> Visitor:
        """Somebody new takes the seat of a member who cannot take part, and discloses."""
        fresh = self.portal.signed_in(Role.PANEL_MEMBER, name=name)
        path = f"/selection/{vacancy_id}/panel/{region}"
        sent = self.do(self.officer, path, member=_id(fresh), cause="alternate")
        assert sent.status_code == 303, sent.text
        self.disclosed(vacancy_id, fresh)
        return fresh

    def withdrawn(self, candidate_id: str, by: Visitor) -> None:
        sent = self.do(by, f"/candidate/applications/{candidate_id}/withdraw")
        assert sent.status_code == 303, sent.text

    def extended(self, vacancy_id: str) -> TestResponse:
        last = self.portal.clock.at + timedelta(days=30)
        return self.do(
            self.officer,
            f"/selection/{vacancy_id}/call/extend",
            closes_on=last.date().isoformat(),
            reason="few-eligible",
        )

    def scored(self, candidate_id: str, by: Visitor, value: int = 3, note: str = "") -> None:
        sent = self.do(by, f"/panel/files/{candidate_id}", **scores(value), note=note)
        assert sent.status_code == 303, sent.text

    def all_scored(self, candidate_id: str, value: int = 3) -> None:
        for member in self.members.values():
            self.scored(candidate_id, member, value)

    def ranked(self, vacancy_id: str, by: Visitor, *candidate_ids: str) -> TestResponse:
        places = {f"place_{place}": one for place, one in enumerate(candidate_ids, 1)}
        return self.do(by, f"/panel/{vacancy_id}/preferences", **places)

    def conflicted(self, candidate_id: str, by: Visitor) -> None:
        sent = self.do(by, f"/panel/files/{candidate_id}/conflict")
        assert sent.status_code == 303, sent.text
        assert "Your disclosure is kept." in by.get("/panel/").text

    def closed(self, vacancy_id: str) -> None:
        sent = self.do(self.chair, f"/panel/{vacancy_id}/close", reason="time-is-over")
        assert sent.status_code == 303, sent.text

    def do(self, who: Visitor, path: str, **data: Any) -> TestResponse:
        """Send a form that was just shown."""
        return who.post(path, {"command_id": str(uuid4()), **data})


def scores(value: int) -> dict[str, str]:
    return dict.fromkeys(CRITERIA, str(value))


def ranks(*candidate_ids: str, reason: str = "Best of all.") -> dict[str, str]:
    form: dict[str, str] = {}
    for rank, candidate_id in enumerate(candidate_ids, 1):
        form |= {f"rank_{candidate_id}": str(rank), f"reason_{candidate_id}": reason}
    return form


def text(response: TestResponse) -> str:
    """What a reader reads of a page, one space between words."""
    page = response.text if response.mimetype == "text/html" else ""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


@contextmanager
def world(directory: Path, **settings: Any) -> Iterator[World]:
    files = str(directory / "files")
    with pages(*sqlite_urls(directory), attachments=files, **settings) as portal:
        applier = Applier(portal.engine, SELECTION)
        applier.prepare()
        service = Stakeholders(applier, portal)
        parts = portal.app.extensions["rapporteur"]
        portal.app.extensions["rapporteur"] = replace(parts, commands=service)
        members = {
            "AFR": portal.signed_in(Role.PANEL_CHAIR, Role.PANEL_MEMBER, name="Wanjiru"),
            "APG": portal.signed_in(Role.PANEL_MEMBER, name="Anjali"),
            "WEOG": portal.signed_in(Role.PANEL_MEMBER, name="Willem"),
        }
        yield World(
            portal=portal,
            service=service,
            officer=portal.signed_in(Role.SELECTION_OFFICER, name="Selma"),
            chair=members["AFR"],
            members=members,
        )


def account(visitor: Visitor) -> Account:
    assert visitor.account is not None
    return visitor.account


def _id(visitor: Visitor) -> str:
    return account(visitor).account_id
