"""What a share kit is of: the public recommendations of a visit, to a State, or of a mandate.

It reads what the pages read that it leads to, so what was taken back is in no kit that is made now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias, cast

from flask import url_for
from sqlalchemy import ColumnElement, Connection, select

from portal.followup.recommendations import marked
from portal.followup.recommendations.marked import Addressee
from portal.public.register import one_visit, queries
from portal.public.register.linked import Visit
from portal.public.register.tables import OWN, recommendations
from shared.core.geneva import day_of
from shared.reference import mandates, states

Kind: TypeAlias = Literal["visit", "state", "mandate"]

_c = recommendations.c
_MANY: Final = 500  # ids in one query
_OF: Final = {"state": _c.addressee, "mandate": _c.mandate}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """``text``: as everybody reads it now. ``on``: when it was issued, or its report published."""

    recommendation_id: str
    addressee: str
    mandate: str
    on: date | None
    text: str
    report: str | None
    paragraph: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """``key``: the id of the mission, or a code. ``beside``: to whom each goes, but to the State.

    ``recommendations``: in the order of the report, or the newest first.
    """

    kind: Kind
    key: str
    visit: Visit | None
    recommendations: Sequence[Recommended]
    beside: Mapping[str, Sequence[Addressee]]

    @property
    def mandates(self) -> Sequence[str]:
        if self.visit is not None:
            return self.visit.mandates
        return [self.key] if self.kind == "mandate" else []

    def address(self, lang: str, *, whole: bool = True) -> str:
        """Return the permanent address of what it is of, in a language."""
        if self.kind == "visit":
            return url_for("register.visit", mission_id=self.key, lang=lang, _external=whole)
        of = {self.kind: self.key}
        return url_for("register.recommendations", lang=lang, _external=whole, **of)


def find(conn: Connection, kind: str, key: str) -> Kit | None:
    """Return the kit; None: there is no such public page."""
    visit = one_visit.find(conn, key) if kind == "visit" else None
    known = {"visit": visit is not None, "state": key in states(), "mandate": key in mandates()}
    if not known.get(kind):
        return None
    found = _of_report(conn, visit) if visit else _of(conn, _OF[kind] == key)
    return Kit(
        kind=cast(Kind, kind),
        key=key,
        visit=visit,
        recommendations=found,
        beside=_beside(conn, [one.recommendation_id for one in found]),
    )


def _of(conn: Connection, which: ColumnElement[bool]) -> list[Recommended]:
    keys = conn.scalars(select(_c.key).where(OWN, which).order_by(_c.key.desc())).all()
    return [
        Recommended(
            recommendation_id=one.recommendation_id,
            addressee=one.addressee,
            mandate=one.mandate,
            on=day_of(one.issued_at),
            text=one.text or "",
            report=one.report,
            paragraph=one.paragraph,
        )
        for first in range(0, len(keys), _MANY)
        for one in queries.recommendations_by_key(conn, keys[first : first + _MANY])
    ]


def _of_report(conn: Connection, visit: Visit) -> list[Recommended]:
    """Return those of the reports as the page of the visit has them, without what is gone."""
    return [
        Recommended(
            recommendation_id=item.recommendation_id,
            addressee=report.state,
            mandate=report.mandates[0],
            on=day_of(report.published_at) if report.published_at else None,
            text=said,
            report=report.symbol,
            paragraph=item.paragraph or None,
        )
        for report, items, read in one_visit.recommended(conn, visit)
        for item, (text, said) in zip(items, read, strict=True)
        if text is not None and said is not None
    ]


def _beside(conn: Connection, ids: Sequence[str]) -> dict[str, Sequence[Addressee]]:
    found: dict[str, Sequence[Addressee]] = {}
    for first in range(0, len(ids), _MANY):
        some = marked.marks(conn, ids[first : first + _MANY])
        found |= {each: mark.addressees for each, mark in some.items() if mark.addressees}
    return found
