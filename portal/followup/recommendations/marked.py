"""What everybody reads of a public recommendation beside its words (decisions 0168 and 0177).

To whom it goes beside the Government and what that says of it, what it is about, whether its
mandate closed it and why, and the last grade of the Government's follow-up in each scheme, with its
day. Of one that is not public there is nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from portal.followup.recommendations import words
from portal.followup.recommendations.described import TAGS
from portal.followup.recommendations.published_information import Head
from portal.followup.recommendations.published_information import of as informed
from portal.followup.recommendations.read_model import (
    addressees,
    assessments,
    positions,
    recommendations,
    tags,
)
from portal.followup.recommendations.shared_with import USUAL
from portal.followup.recommendations.sight import issued_in
from portal.followup.recommendations.tagging import bp
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.texts import gettext
from shared.core.geneva import day_of
from shared.reference.schemes import counts_as, ended_by

__all__ = ["bp"]  # with all the views that are on it

_c, _a, _n, _p, _t = recommendations.c, assessments.c, addressees.c, positions.c, tags.c
_NOTED = (_c.title, _c.section, _c.language, _c.time_frame, _c.target, _c.type)
_MANY = 2_000  # ids in one query
_UNNAMED = "other"
"""Such a body that uses the portal may be there in confidence: its kind alone is public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """``mandate``: by which it was given; it may have been passed on since."""

    scheme: str
    grade: str
    mandate: str
    assessed_at: datetime

    @property
    def counts_as(self) -> str:
        """Return as what it is counted, whatever the scheme."""
        return counts_as(self.scheme, self.grade)

    @property
    def said(self) -> str:
        return _told(words.scheme(self.scheme), words.grade(self.scheme, self.grade))

    @property
    def whole(self) -> str:
        """Return it with the mandate that gave it, and the day."""
        day = short_day(day_of(self.assessed_at))
        return gettext(
            "%(grade)s (%(mandate)s, %(day)s)",
            grade=self.said,
            mandate=words.mandate(self.mandate),
            day=day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """``name``: None where it is erased, or not for everybody."""

    kind: str
    name: str | None
    leads: bool

    @property
    def said(self) -> str:
        kind = words.addressee(self.kind)
        return _told(kind, self.name) if self.name else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """``by_government``: it said so itself, and nobody recorded it from a report."""

    position: str
    by_government: bool
    recorded_at: datetime

    @property
    def said(self) -> str:
        return _told(gettext("Position of the Government"), words.position(self.position))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """``closed``: for which reason. ``by_id``: what stands in its place, if that is public too.

    ``region``: what the regional group of its State is called. ``tags``: codes by kind. ``title``
    and ``section``: None where erased as well.
    ``changed_at``: when any of this was said last. ``information``: what was published of what
    others say of it.
    """

    closed: str | None
    by_id: str | None
    grades: Sequence[Grade]
    addressees: Sequence[Addressee]
    position: Position | None
    region: str | None
    tags: Mapping[str, Sequence[str]]
    title: str | None
    section: str | None
    language: str | None
    time_frame: str | None
    target: date | None
    type: str
    issued_in: str | None
    changed_at: datetime | None
    information: Sequence[Head]

    @property
    def ended(self) -> str:
        return gettext("Closed: %(reason)s", reason=words.closing(self.closed or ""))

    @property
    def particulars(self) -> list[str]:
        """What its mandate noted of the text, a line for each, without the title."""
        noted = (
            (
                gettext("What the text is"),
                words.type_(self.type) if self.type != USUAL else None,
            ),
            (
                gettext("In what it was issued"),
                self.issued_in and words.source_kind(self.issued_in),
            ),
            (gettext("Heading of its section"), self.section),
            (
                gettext("Language in which it was issued"),
                self.language and words.language(self.language),
            ),
            (
                gettext("Time that its text gives"),
                self.time_frame and words.time_frame(self.time_frame),
            ),
            (gettext("Day by which its text asks for it"), self.target and short_day(self.target)),
        )
        return [_told(what, said) for what, said in noted if said]

    @property
    def about(self) -> list[str]:
        """What it is about, a line for each kind of tag, and the region of its State."""
        said = {
            words.kind_of_tag(kind): listed(words.tag(kind, code) for code in codes)
            for kind in TAGS
            if (codes := self.tags.get(kind))
        }
        region = {gettext("Region"): self.region} if self.region else {}
        return [_told(what, value) for what, value in {**said, **region}.items()]


@bp.app_template_global()
def marks_of(recommendation_ids: Collection[str]) -> Mapping[str, Mark]:
    """Return what the public list says of these, by id."""
    with engine().connect() as conn:
        return marks(conn, recommendation_ids)


def marks(conn: Connection, recommendation_ids: Collection[str]) -> dict[str, Mark]:
    public = _c.recommendation_id.in_(recommendation_ids), _c.published_at.is_not(None)
    by = recommendations.alias("instead").c
    instead = (
        select(by.recommendation_id)
        .where(by.recommendation_id == _c.by_id, by.published_at.is_not(None))
        .scalar_subquery()
    )
    columns = (
        _c.recommendation_id,
        _c.addressee,
        _c.closed,
        instead.label("by_id"),
        _c.changed_at,
        issued_in(None).label("issued_in"),
        *_NOTED,
    )
    rows = conn.execute(select(*columns).where(*public)).all()
    ids = [row.recommendation_id for row in rows]
    graded, named = grades(conn, ids), _addressees(conn, ids)
    said, about, told_of = _positions(conn, ids), _tags(conn, ids), informed(conn, ids)
    words_ = [one for row in rows for one in (row.title, row.section) if one]
    told = iter(vault().reveal_public(words_) if words_ else [])
    return {
        row.recommendation_id: Mark(
            closed=row.closed,
            by_id=row.by_id,
            grades=list(graded.get(row.recommendation_id, {}).values()),
            addressees=named.get(row.recommendation_id, []),
            position=said.get(row.recommendation_id),
            region=words.region(row.addressee),
            tags=about.get(row.recommendation_id, {}),
            title=next(told) if row.title else None,
            section=next(told) if row.section else None,
            language=row.language,
            time_frame=row.time_frame,
            target=row.target,
            type=row.type or USUAL,
            issued_in=row.issued_in,
            changed_at=row.changed_at,
            information=told_of.get(row.recommendation_id, ()),
        )
        for row in rows
    }


def last_grades(conn: Connection, ids: Collection[str]) -> dict[str, list[Grade]]:
    """Return the last grade in each scheme of those that are public, of however many."""
    some, found = sorted(ids), dict[str, list[Grade]]()
    for first in range(0, len(some), _MANY):
        graded = grades(conn, some[first : first + _MANY])
        found |= {each: list(last.values()) for each, last in graded.items()}
    return found


def grades(conn: Connection, ids: Collection[str]) -> dict[str, dict[str, Grade]]:
    """Return the last grade in each scheme of those of them that are public.

    One in a successor ends that in the scheme before.
    """
    columns = (_a.recommendation_id, _a.scheme, _a.grade, _a.mandate, _a.assessed_at)
    these = select(*columns).where(_a.recommendation_id.in_(ids), _a.addressee_id.is_(None))
    of_public = _c.recommendation_id == _a.recommendation_id, _c.published_at.is_not(None)
    these = these.join(recommendations, and_(*of_public))
    found: dict[str, dict[str, Grade]] = {}
    for row in conn.execute(these.order_by(_a.assessed_at, _a.event_id)):
        last = found.setdefault(row.recommendation_id, {})
        for scheme in ended_by(row.scheme):
            last.pop(scheme, None)
        last[row.scheme] = Grade(
            scheme=row.scheme, grade=row.grade, mandate=row.mandate, assessed_at=row.assessed_at
        )
    return found


def _addressees(conn: Connection, ids: Collection[str]) -> dict[str, list[Addressee]]:
    these = select(addressees).where(_n.recommendation_id.in_(ids))
    rows = conn.execute(these.order_by(_n.named_at, _n.addressee_id)).all()
    told = [row.name for row in rows if _is_named(row)]
    opened = iter(vault().reveal_public(told) if told else [])
    found: dict[str, list[Addressee]] = {}
    for row in rows:
        name = next(opened) if _is_named(row) else None
        one = Addressee(kind=row.kind, name=name, leads=row.lead == "yes")
        found.setdefault(row.recommendation_id, []).append(one)
    return found


def _is_named(row: Row[Any]) -> bool:
    return row.kind != _UNNAMED or row.organisation_id is None


def _positions(conn: Connection, ids: Collection[str]) -> dict[str, Position]:
    """Return the last position on each."""
    these = select(positions).where(_p.recommendation_id.in_(ids))
    return {
        row.recommendation_id: Position(
            position=row.position, by_government=row.by_government, recorded_at=row.recorded_at
        )
        for row in conn.execute(these.order_by(_p.recorded_at, _p.position_id))
    }


def _tags(conn: Connection, ids: Collection[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    these = select(tags).where(_t.recommendation_id.in_(ids))
    for row in conn.execute(these.order_by(_t.place, _t.code)):
        found.setdefault(row.recommendation_id, {}).setdefault(row.kind, []).append(row.code)
    return found


def _told(what: str, said: str) -> str:
    return gettext("%(what)s: %(value)s", what=what, value=said)
