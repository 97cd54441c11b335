"""What a person sees of the debrief of a mission: section E.10, by the matrix.

The mandate and the desk officer of the State read and write it. The Resident Coordinator reads and
writes the part of the country team alone. Once its admission ended it reads
for 30 days what it wrote itself. Nobody else knows that there is one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from portal.followup.debriefs.read_model import heads, parts, values, versions
from portal.followup.incidents import queries as incidents
from portal.followup.missions.queries import Mission, stands_to
from portal.followup.missions.read_model import missions
from portal.followup.partners import queries as partnered
from portal.followup.partners.queries import Partner, in_role
from portal.followup.partners.read_model import partners, undertakings
from portal.followup.visits import terms
from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.visit_terms import CLAUSES

READERS: Final = policy.readers(Kind.DEBRIEF)
WRITERS: Final = policy.readers(Kind.DEBRIEF, least=Sight.WRITE)
COORDINATOR: Final = Role.UN_PARTNER
OVER: Final = ("ended", "completed")
"""The phases of a mission in which its debrief is written."""
_ORDER: Final = tuple(CLAUSES)
_v, _c = versions.c, values.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """``number``: of the last version, 0 before. ``draft``: kept since then."""

    number: int = 0
    steps: int = 0
    draft: Sealed | None = None
    draft_by: str | None = None
    draft_at: datetime | None = None
    team_steps: int = 0
    team_text: Sealed | None = None
    team_by: str | None = None
    team_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """``values``: clause by clause, how it held, and a note on it."""

    number: int
    on: date
    attended: Sequence[str]
    attendees: Sealed | None
    worked: Sealed
    version: str
    values: Sequence[tuple[str, str, Sealed | None]]
    promises: Sealed | None
    lessons: Sealed
    reason: Sealed | None
    by_id: str
    at: datetime

    @property
    def texts(self) -> list[Sealed]:
        some = (self.attendees, self.worked, self.promises, self.lessons, self.reason)
        return [text for text in (*some, *(note for _, _, note in self.values)) if text]


def sight(actor: Actor, one: Mission, kind: Kind = Kind.DEBRIEF) -> Sight:
    """Return how much of it this person sees; of a mission that is a record nothing changes."""
    seen = policy.sight(actor, kind, stands_to(actor, one))
    return min(seen, Sight.READ) if one.kept else seen


def sight_of_partner(actor: Actor, this: Partner) -> Sight:
    """Return how much of the part of the country team a partner sees: the coordinator alone."""
    if this.kind != "rc" or not this.open:
        return Sight.NOTHING
    return policy.sight(in_role(actor, this), Kind.DEBRIEF_PART, [Scope.ADMITTED])


def left(actor: Actor, on: date) -> Select[Any]:
    """Return what this coordinator wrote last, once its admission ended, for 30 days (VR2).

    What others wrote afterwards is not its own.
    """
    _q = parts.c
    return (
        select(_q.partner_id, _q.text, _q.at, partners.c.state)
        .join(partners, partners.c.partner_id == _q.partner_id)
        .join(missions, partnered.joined_by_mission())
        .join(undertakings, partnered.undertook(actor))
        .where(partnered.left(actor, on))
        .order_by(_q.at.desc(), _q.partner_id)
    )


def head(conn: Connection, mission_id: str) -> Head:
    """Ask before who looks."""
    row = conn.execute(select(heads).where(heads.c.mission_id == mission_id)).one_or_none()
    if row is None:
        return Head()
    return Head(
        number=row.number or 0,
        steps=row.steps or 0,
        draft=row.draft,
        draft_by=row.draft_by,
        draft_at=row.draft_at,
        team_steps=row.team_steps or 0,
        team_text=row.team_text,
        team_by=row.team_by,
        team_at=row.team_at,
    )


def held(conn: Connection, mission_id: str) -> list[Version]:
    """Return all versions, the newest first. Ask before who looks."""
    rows = conn.execute(select(values).where(_c.mission_id == mission_id)).all()
    by_number: dict[int, list[tuple[str, str, Sealed | None]]] = {}
    for row in sorted(rows, key=lambda row: _ORDER.index(row.clause)):
        by_number.setdefault(row.number, []).append((row.clause, row.value, row.note))
    these = select(versions).where(_v.mission_id == mission_id).order_by(_v.number.desc())
    return [_version(row, by_number.get(row.number, [])) for row in conn.execute(these)]


def terms_version(conn: Connection, mission_id: str) -> str:
    """Return which terms of reference were agreed; all clauses count where none are known."""
    agreed = terms.of_mission(conn, mission_id)
    return agreed.version if agreed else "other"


def breaches(conn: Connection, actor: Actor, mission_id: str) -> Mapping[str, int]:
    """Return how many incidents were logged under each clause, as this person reads them."""
    rows = conn.execute(incidents.of_mission(actor, mission_id))
    return Counter(row.clause for row in rows if row.clause)


def _version(row: Row[Any], of: Sequence[tuple[str, str, Sealed | None]]) -> Version:
    return Version(
        number=row.number,
        on=row.on,
        attended=row.attended,
        attendees=row.attendees,
        worked=row.worked,
        version=row.version,
        values=of,
        promises=row.promises,
        lessons=row.lessons,
        reason=row.reason,
        by_id=row.by_id,
        at=row.at,
    )
