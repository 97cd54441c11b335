"""Who reads what the sources of a visit are told (M14), and how many there are.

Who works for the mandate that leads the visit reads all of it, with numbers: contributions were
sent to that mandate alone. A partner reads what was told to it, whoever sent a contribution what
was told to those, and neither of them who else was told.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, not_, select

from portal.followup.inputs import queries as inputs
from portal.followup.missions.queries import Mission
from portal.followup.missions.read_model import missions
from portal.followup.partners import news as partnered
from portal.followup.partners import queries as partners
from portal.followup.partners.queries import Partner
from portal.followup.partners.read_model import partners as partner_rows
from portal.followup.tellings.read_model import heads, tellings, texts, told
from portal.web import policy
from portal.web.policy import Kind, Sight
from shared.contracts.followup_partners import Kind as PartnerKind
from shared.contracts.followup_tellings import Met
from shared.core.message import Sealed
from shared.reference.partners import PARTS

TEAM: Final = policy.readers(Kind.CONFIDENTIAL, least=Sight.WRITE)
OVER: Final = ("ended", "completed")
_h, _t, _x, _w, _m, _p = heads.c, tellings.c, texts.c, told.c, missions.c, partner_rows.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """``number``: of the last telling, 0 before. ``draft``: kept since then."""

    number: int = 0
    steps: int = 0
    draft: Sealed | None = None
    draft_by: str | None = None
    draft_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``texts``: by language, what comes next and whom to call. ``partners``: who were told."""

    mission_id: str
    number: int
    mandate: str
    met: Met
    reason: Sealed | None
    by_id: str
    at: datetime
    texts: Mapping[str, tuple[Sealed, Sealed]]
    partners: tuple[str, ...]

    @property
    def sealed(self) -> list[Sealed]:
        said = [text for both in self.texts.values() for text in both]
        return [*said, *([self.reason] if self.reason else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who would be told now. ``beyond``: partners whose admission does not reach to it."""

    contributors: int
    partners: tuple[Partner, ...]
    beyond: tuple[Partner, ...]

    @property
    def by_kind(self) -> Mapping[PartnerKind, int]:
        return Counter(one.kind for one in self.partners)


def head(conn: Connection, mission_id: str) -> Head:
    """Ask before who looks."""
    row = conn.execute(select(heads).where(_h.mission_id == mission_id)).one_or_none()
    if row is None:
        return Head()
    return Head(
        number=row.number or 0,
        steps=row.steps or 0,
        draft=row.draft,
        draft_by=row.draft_by,
        draft_at=row.draft_at,
    )


def of_mission(conn: Connection, mission_id: str) -> list[Telling]:
    """Return what was told, the last first. Ask before who looks."""
    these = select(tellings).where(_t.mission_id == mission_id).order_by(_t.number.desc())
    rows = conn.execute(these).all()
    return [_telling(conn, row) for row in rows]


def whom(conn: Connection, one: Mission, today: date) -> Whom:
    """Return who would be told now. Ask before who looks."""
    some = [each for each in partners.of_mission(conn, one.mission_id) if each.admitted_at]
    left = [each for each in some if not each.ended]
    reached = tuple(each for each in left if _reads(each, today))
    return Whom(
        contributors=inputs.senders(conn, one.mission_id, one.mandate),
        partners=reached,
        beyond=tuple(each for each in left if each not in reached),
    )


def contributors(conn: Connection, one: Mission, each: Telling) -> int | None:
    """Return to how many contributions it was told; None: they were sent to another mandate."""
    if each.mandate != one.mandate:
        return None
    return inputs.senders(conn, one.mission_id, one.mandate, each.at)


def to_partner(conn: Connection, this: Partner) -> Telling | None:
    """Return what was told to this partner last. Ask before who looks."""
    these = select(tellings).join(
        told, and_(_w.mission_id == _t.mission_id, _w.number == _t.number)
    )
    return _last(
        conn, these.where(_w.partner_id == this.partner_id, _w.mission_id == this.mission_id)
    )


def to_sender(conn: Connection, mission_id: str, mandate: str) -> Telling | None:
    """Return what those are told last who sent a contribution to this mandate.

    Where the visit of a mandate went on in a joint one, whoever leads that tells its sources, too.
    """
    these = select(tellings)
    own = _last(conn, these.where(_t.mission_id == mission_id, _t.mandate == mandate))
    if own is not None:
        return own
    of = select(_m.joint).where(_m.mission_id == mission_id, _m.mandate == mandate)
    joint = conn.scalar(of)
    return None if joint is None else _last(conn, these.where(_t.mission_id == joint))


def news(conn: Connection, since: datetime, today: date) -> Sequence[Row[Any]]:
    """Return which partners were told since then, and read it now: for their notices."""
    off = and_(_m.plans == "called_off", _m.phase == "planning")
    these = (
        select(_p.partner_id, _p.kind, _p["is"].label("who"), _w.number)
        .join(missions, partners.joined_by_mission())
        .join(told, _w.partner_id == _p.partner_id)
        .join(tellings, and_(_t.mission_id == _w.mission_id, _t.number == _w.number))
        .where(_t.at > since, _p.undertaken_at.is_not(None), not_(off))
        .where(*partnered.open_now(today))
    )
    return conn.execute(these.order_by(_p.partner_id, _w.number)).all()


def _reads(one: Partner, today: date) -> bool:
    within = any(one.phase in phases for part, phases in PARTS.items() if part in one.scope)
    return one.open and within and one.first <= today and not one.is_over(today)


def _last(conn: Connection, these: Any) -> Telling | None:
    row = conn.execute(these.order_by(_t.number.desc()).limit(1)).one_or_none()
    return None if row is None else _telling(conn, row)


def _telling(conn: Connection, row: Row[Any]) -> Telling:
    of = (row.mission_id, row.number)
    said = select(texts).where(_x.mission_id == of[0], _x.number == of[1])
    whom_ = select(_w.partner_id).where(_w.mission_id == of[0], _w.number == of[1])
    return Telling(
        mission_id=row.mission_id,
        number=row.number,
        mandate=row.mandate,
        met=row.met,
        reason=row.reason,
        by_id=row.by_id,
        at=row.at,
        texts={each.language: (each.comes, each.call) for each in conn.execute(said)},
        partners=tuple(conn.scalars(whom_.order_by(_w.partner_id))),
    )
