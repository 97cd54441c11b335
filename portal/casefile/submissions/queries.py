"""Queries for sources: their own submissions and those of their organisation (section 6.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, not_, select, true
from werkzeug.exceptions import ServiceUnavailable

from portal.casefile.outcomes import outcomes, replies
from portal.casefile.submissions.read_model import (
    communications,
    questions,
    submissions,
    timeline,
    victims,
)
from portal.casefile.submissions.receipts import Receipt, receipts
from portal.casefile.submissions.status import (
    FOR_THE_SOURCE,
    Words,
    open_question,
    status_for_source,
)
from portal.casefile.submissions.timeline import steps_for_the_source
from portal.casefile.submissions.victims import Standing, with_victims
from portal.web import paging
from portal.web.delivery.outbox import outbox
from portal.web.policy import Kind, Scope, rows
from portal.web.timeline import Fact, Step
from shared.contracts.intake import Victim
from shared.core.actor import Actor
from shared.core.message import Sealed

PAGE = 50

# What is on its way, by where it stands; of all others nothing is.
_STAGES: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {"": true(), "kept": outbox.c.refused.is_(None), "refused": outbox.c.refused.is_not(None)}
)
_STILL_FULL = outbox.c.emptied_at.is_(None)
_VICTIMS = TypeAdapter(tuple[Victim, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A submission in the source's list. ``mine``: filed by this person, not by a colleague.

    ``stage``: a key of ``FOR_THE_SOURCE``, for programs.
    """

    submission_id: str
    received_at: datetime
    state: str
    urgent: bool
    stage: str
    question: bool
    mine: bool
    consent_withdrawn: bool

    @property
    def status(self) -> Words:
        return FOR_THE_SOURCE[self.stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``more``: there is a page after this one. ``unshown``: of what is on its way to the desk."""

    shown: Sequence[Line]
    more: bool
    unshown: int = 0


def state_of(conn: Connection, submission_id: str) -> str:
    """Return the State that it concerns; empty while it has not come. Ask before who is looking."""
    c = submissions.c
    found = conn.scalar(select(c.state).where(c.submission_id == submission_id))
    return str(found or "")


def lines(conn: Connection, actor: Actor, *, page: int = 1, stage: str = "") -> Page:
    """Return the submissions that this person may see, newest first, a page of them.

    ``stage``: only those that stand there.
    What is kept and has not reached the queue yet comes first, on the first page.
    """
    c = submissions.c
    query = (
        select(
            c.submission_id,
            c.received_at,
            c.state,
            c.urgent_asked,
            c.submitter_id,
            c.consent_withdrawn_at,
            status_for_source.label("status"),
            open_question.label("question"),
        )
        .where(visible(actor), status_for_source == stage if stage else true())
        .order_by(c.received_at.desc(), c.submission_id)
        .limit(PAGE + 1)
        .offset(PAGE * (page - 1))
    )
    arrived = [
        Line(
            submission_id=row.submission_id,
            received_at=row.received_at,
            state=row.state,
            urgent=row.urgent_asked,
            stage=row.status,
            question=bool(row.question),
            mine=row.submitter_id in actor.filers,
            consent_withdrawn=row.consent_withdrawn_at is not None,
        )
        for row in conn.execute(query)
    ]
    if page > 1:
        return Page(shown=arrived[:PAGE], more=len(arrived) > PAGE)
    waiting = _on_their_way(conn, actor, stage)
    return Page(
        shown=[*waiting, *arrived[:PAGE]],
        more=len(arrived) > PAGE,
        unshown=waiting.total - len(waiting),
    )


def of_number(conn: Connection, number: str) -> list[str]:
    """Return all submissions with this case number. Check the person's access first."""
    query = select(submissions.c.submission_id).where(submissions.c.case_number == number)
    return list(conn.scalars(query.order_by(submissions.c.submission_id)))


def numbered(conn: Connection, actor: Actor, number: str) -> list[str]:
    """Return the ids of this person's submissions with this case number: mostly one, or none."""
    c = submissions.c
    query = select(c.submission_id).where(c.case_number == number, visible(actor))
    return list(conn.scalars(query.order_by(c.submission_id)))


def one(conn: Connection, actor: Actor, submission_id: str) -> Mapping[str, Any] | None:
    """Return a submission of this person, its texts sealed; None for everybody else.

    Columns as in ``submissions``, and ``status`` for the source. 503 for one of theirs that came
    long ago while the tables are built: it is there, and its consent can be withdrawn later.
    """
    query = select(submissions, status_for_source.label("status")).where(
        submissions.c.submission_id == submission_id, visible(actor)
    )
    row = conn.execute(query).one_or_none()
    if row is None:
        return _on_its_way(conn, actor, submission_id)
    return with_victims(conn, victims, [row._asdict()])[0]


def status_of(conn: Connection, receipt: Receipt) -> Words:
    """Return the status of the submission, for a person with its code."""
    return FOR_THE_SOURCE[stage_of(conn, receipt)]


def stage_of(conn: Connection, receipt: Receipt) -> str:
    """Return where it stands, as a key of ``FOR_THE_SOURCE``."""
    found: str | None = conn.scalar(
        select(status_for_source).where(submissions.c.submission_id == receipt.submission_id)
    )
    return found or _kept_or_refused(_refusal(conn, receipt))


def questions_of(conn: Connection, submission_id: str) -> Sequence[Any]:
    """Return the questions and their answers, oldest first. Ask ``one`` before this."""
    query = select(questions).where(questions.c.submission_id == submission_id)
    return conn.execute(query.order_by(questions.c.asked_at, questions.c.question_id)).all()


def steps_of(conn: Connection, submission_id: str) -> list[Step]:
    """Return the events that the source may see, oldest first. Ask ``one`` before this.

    What was told twice, such as a withdrawal that holds for one more letter, is one step. What came
    of its letters stands there as far as the source may know it.
    """
    c = timeline.c
    query = (
        select(c.kind, c.at, func.min(c.position).label("position"))
        .where(c.submission_id == submission_id)
        .group_by(c.kind, c.at)
    )
    return steps_for_the_source([*conn.execute(query), *_outcomes_of(conn, submission_id)])


def _outcomes_of(conn: Connection, submission_id: str) -> list[Fact]:
    k, o, r = communications.c, outcomes.c, replies.c
    mine = k.submission_id == submission_id
    found: list[Fact] = []
    for row in conn.execute(
        select(o.published_at, o.ended_at)
        .join(communications, k.communication_id == o.communication_id)
        .where(mine)
    ):
        found += [Fact("published", row.published_at)] if row.published_at else []
        found += [Fact("ended", row.ended_at)] if row.ended_at else []
    known = func.coalesce(r.forwarded_at, r.published_at)
    replied = (
        select(known)
        .join(communications, k.communication_id == r.communication_id)
        .where(mine, known.is_not(None))
    )
    return [*found, *(Fact("replied", at) for at in conn.scalars(replied))]


def delivered(conn: Connection, receipt: Receipt) -> bool:
    """Whether the submission has left for the desk."""
    this = outbox.c.command_id == receipt.command_id
    return conn.scalar(select(outbox.c.delivered_at).where(this)) is not None


def visible(actor: Actor) -> ColumnElement[bool]:
    """Default deny: only the source and their colleagues see anything."""
    own = submissions.c.submitter_id.in_(actor.filers)
    under = submissions.c.filed_under.in_(actor.organisations)
    ours = and_(under, not_(submissions.c.on_behalf))
    # What others may do with a submission they do elsewhere.
    elsewhere = {Scope.ANY: false(), Scope.MANDATE: false()}
    return rows(actor, Kind.SUBMISSION, {Scope.OWN: own, Scope.ORGANISATION: ours, **elsewhere})


def _on_their_way(conn: Connection, actor: Actor, stage: str) -> paging.Page[Line]:
    arrived = exists().where(submissions.c.submission_id == receipts.c.submission_id)
    query = (
        select(receipts, outbox.c.data, outbox.c.refused)
        .join(outbox, outbox.c.command_id == receipts.c.command_id)
        .where(receipts.c.submitter_id.in_(actor.filers), ~arrived, _STAGES.get(stage, false()))
        .where(_STILL_FULL)
        .order_by(receipts.c.created_at.desc(), receipts.c.submission_id)
    )
    found = paging.cut(conn, query, "unsent")
    return found.of(
        Line(
            submission_id=row.submission_id,
            received_at=row.created_at,
            state=row.data["state"],
            urgent=row.data["urgent"],
            stage=_kept_or_refused(row.refused),
            question=False,
            mine=True,
            consent_withdrawn=False,
        )
        for row in found
    )


def _on_its_way(conn: Connection, actor: Actor, submission_id: str) -> Mapping[str, Any] | None:
    query = (
        select(receipts.c.created_at, outbox.c.data, outbox.c.refused, outbox.c.emptied_at)
        .join(outbox, outbox.c.command_id == receipts.c.command_id)
        .where(receipts.c.submission_id == submission_id, receipts.c.submitter_id.in_(actor.filers))
    )
    row = conn.execute(query).one_or_none()
    if row is None:
        return None
    if row.emptied_at is not None:
        raise ServiceUnavailable
    data = row.data
    return {
        "submission_id": submission_id,
        "received_at": row.created_at,
        "submitter_id": actor.actor_id,
        "language": data["language"],
        "state": data["state"],
        "urgent_asked": data["urgent"],
        "mandates_asked": data["mandates"],
        "on_behalf": data["on_behalf"],
        "consent_withdrawn_at": None,
        "victims": [Standing(victim=one) for one in _VICTIMS.validate_python(data["victims"])],
        "reprisal": data.get("reprisal", False),
        "requested": data.get("requested", []),
        **{name: Sealed(**data[name]) for name in ("perpetrators", "incident", "narrative")},
        "particulars": Sealed(**data["particulars"]) if data.get("particulars") else None,
        "status": _kept_or_refused(row.refused),
    }


def _refusal(conn: Connection, receipt: Receipt) -> str | None:
    this = outbox.c.command_id == receipt.command_id
    refused: str | None = conn.scalar(select(outbox.c.refused).where(this))
    return refused


def _kept_or_refused(refused: str | None) -> str:
    return "refused" if refused else "kept"
