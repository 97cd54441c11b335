"""Nominations: who reads them, and what a page says of them (section A.5 of the specification).

The candidate reads all of their own. Whoever may read the application, the selection officer, a
member of the panel for whom the file exists, and the President for who is recommended, reads those
that count: named without being asked, or confirmed. Nobody else finds any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Row, select

from portal.selection import candidates, files, reports
from portal.selection.nominating_model import nominations
from portal.web.context import vault
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor
from shared.core.message import Sealed

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "government": lazy("Government"),
        "regional_group": lazy("Regional group"),
        "international_organisation": lazy("International organisation"),
        "ngo": lazy("Non-governmental organisation"),
        "human_rights_body": lazy("Human-rights body, such as a national institution"),
        "individual": lazy("Individual"),
    }
)
SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ecosoc": lazy("Consultative status with ECOSOC"),
        "ganhri": lazy("Accreditation by GANHRI"),
    }
)
GRADES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "general": lazy("General consultative status"),
        "special": lazy("Special consultative status"),
        "roster": lazy("Roster"),
        "A": lazy("A: fully in line with the Paris Principles"),
        "B": lazy("B: partly in line with the Paris Principles"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """``step``: named, confirmed, declined or withdrawn; ``answer_by``: None where nobody asked."""

    candidate_id: str
    nomination_id: str
    vacancy_id: str
    kind: str
    nominator: Sealed
    step: str
    named_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    withdrawn_by: str | None

    def step_at(self, at: datetime) -> str:
        """The same, with ``asked`` and ``lapsed`` beside them."""
        if self.step == "named" and self.answer_by is not None:
            return "asked" if at < self.answer_by else "lapsed"
        return self.step

    @property
    def begun(self) -> bool:
        """Whether the nominator began it: the candidate accepted, and asked nobody to confirm."""
        return self.answer_by is None and self.answered_at is not None

    def counts(self) -> bool:
        return self.step == "confirmed" or (self.step == "named" and self.answer_by is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominator:
    """``grades``: of an organisation on the day ``on``: scheme and grade, and never a later one."""

    name: str
    signer: str = ""
    on: date
    grades: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``nominator``: None once the person was erased."""

    nomination: Nomination
    nominator: Nominator | None


def of(conn: Connection, actor: Actor, candidate_id: str) -> list[Nomination]:
    """Return the nominations of an application that this person may read, the oldest first."""
    sent = candidates.application(conn, actor, candidate_id)
    every = sent is not None and sent.applicant_id == actor.actor_id
    if sent is not None:
        may = sent.withdrawn_at is None
    else:
        may = files.file(conn, actor, candidate_id) is not None
        may = may or reports.recommended_file(conn, actor, candidate_id) is not None
    if not may:
        return []
    c = nominations.c
    mine = select(nominations).where(c.candidate_id == candidate_id, c.kind.is_not(None))
    rows = conn.execute(mine.order_by(c.named_at, c.nomination_id))
    return [one for one in map(nomination, rows) if every or one.counts()]


def nomination(row: Row[Any]) -> Nomination:
    return Nomination(**{name: getattr(row, name) for name in Nomination.__dataclass_fields__})


def shown(conn: Connection, actor: Actor, candidate_id: str) -> list[Shown]:
    """Return them as pages list them: reading who it is is on record."""
    found = of(conn, actor, candidate_id)
    texts = vault().reveal_all([one.nominator for one in found])
    return [
        Shown(nomination=one, nominator=read(text) if text else None)
        for one, text in zip(found, texts, strict=True)
    ]


def written(nominator: Nominator) -> str:
    told = {
        "name": nominator.name,
        "signer": nominator.signer,
        "on": nominator.on.isoformat(),
        "grades": nominator.grades,
    }
    return to_json(told).decode()


def read(text: str) -> Nominator:
    told: dict[str, Any] = from_json(text)
    return Nominator(
        name=told["name"],
        signer=told["signer"],
        on=date.fromisoformat(told["on"]),
        grades=[(scheme, grade) for scheme, grade in told["grades"]],
    )
