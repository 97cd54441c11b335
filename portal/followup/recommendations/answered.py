"""Answers of follow-up rounds on a recommendation, for its mandate: what its grade can rest on.

Others read them as ``portal.followup.rounds`` lets them (FR2).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select

from portal.casefile.rounds.tables import answers, providers, rounds, rows, texts
from portal.followup.recommendations.read_model import assessments, read, recommendations
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.message import Sealed

_a, _p, _c, _r = answers.c, providers.c, rounds.c, recommendations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """``year``: of the round. ``text``: None if it is gone from the pages."""

    answer_id: str
    round_id: str
    kind: str
    year: int
    submitted_at: datetime
    text: Sealed | None


def answers_on(conn: Connection, actor: Actor, recommendation_id: str) -> list[Answered]:
    """Return what was sent on it and not taken back, also for the mandate alone, oldest first."""
    text = and_(texts.c.provider_id == _a.provider_id, texts.c.answer_id == _a.answer_id)
    means = {Scope.MANDATE: _c.mandate.in_(sorted(actor.mandates))}
    these = (
        select(_a.answer_id, _p.round_id, _p.kind, _c.year, _p.submitted_at, texts.c.text)
        .select_from(recommendations)
        .join(rows, rows.c.recommendation_id == _r.recommendation_id)
        .join(rounds, _of_its_mandate())
        .join(providers, _p.round_id == _c.round_id)
        .join(answers, _is_on_it())
        .outerjoin(texts, text)
        .where(_r.recommendation_id == recommendation_id, policy.rows(actor, Kind.ROUND, means))
        .order_by(_p.submitted_at, _a.answer_id)
    )
    return [Answered(**row._asdict()) for row in conn.execute(these)]


def waiting(earlier: Collection[str], *of: ColumnElement[bool]) -> Select[tuple[str, datetime]]:
    """Return the answers on these recommendations that no grade is based on.

    ``earlier``: schemes of whose grades none said what it is based on.
    """
    g = assessments.c
    before = exists().where(
        g.recommendation_id == _r.recommendation_id,
        g.scheme.in_(earlier),
        g.assessed_at >= _p.submitted_at,
    )
    return (
        select(_r.recommendation_id, _p.submitted_at.label("at"))
        .join(rows, rows.c.recommendation_id == _r.recommendation_id)
        .join(rounds, _of_its_mandate())
        .join(providers, _p.round_id == _c.round_id)
        .join(answers, _is_on_it())
        .where(*of, ~exists().where(read.c.info_id == _a.answer_id), ~before)
    )


def _of_its_mandate() -> ColumnElement[bool]:
    return and_(_c.round_id == rows.c.round_id, _c.mandate == _r.mandate)


def _is_on_it() -> ColumnElement[bool]:
    return and_(_a.provider_id == _p.provider_id, _a.recommendation_id == rows.c.recommendation_id)
