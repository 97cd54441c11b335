"""My Government at a glance: what waits for a follow-up office of a Government, on one page.

It owns nothing and adds no right: each part is read by the query of the page that the same person
opens anyhow, and leads there. Who has another role as well reads no more by it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint, url_for
from sqlalchemy import Connection

from portal.followup.actions import found as of_actions
from portal.followup.actions import queries as actions
from portal.followup.incidents import queries as incidents
from portal.followup.proposals import queries as proposals
from portal.followup.recommendations import narrowing, shared_with
from portal.followup.recommendations import words as of_recommendations
from portal.followup.recommendations.opened import heads_of
from portal.followup.replies import lists
from portal.followup.rounds import queries as follow_up
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports import queries as reports
from portal.followup.visits import unanswered
from portal.followup.visits import words as of_visits
from portal.homes.institution.board import FEW
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.erased import erased
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import mandate_acronym

bp = Blueprint("governmentglance", __name__, url_prefix="/government-overview")

GOVERNMENT: Final = Role.GOVERNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``which``: what it is about. ``due``: its last day; without one it waits ``since`` a day."""

    which: str
    address: str
    due: date | None = None
    since: date | None = None
    what: str = ""
    mandates: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``lines``: the most pressing first. ``total``: of all, also of those that are not here.

    ``done``: what is done here, while nothing waits. ``all``: the page with all of it.
    """

    code: str
    title: str
    lines: Sequence[Line]
    total: int
    done: str
    all: str
    called: str

    @property
    def first(self) -> Line | None:
        return self.lines[0] if self.lines else None


@bp.get("")
@require(GOVERNMENT)
def index() -> str:
    person = current_actor()
    actor, on = replace(person, roles=person.roles & {GOVERNMENT}), today()
    with engine().connect() as conn:
        parts = (
            _letters(conn, actor, now()),
            _rounds(conn, actor),
            _reports(conn, actor),
            _actions(conn, actor, on),
            _recommendations(conn, actor),
            _visits(conn, actor, on),
            _incidents(conn, actor),
            _programmes(conn, actor),
        )
    return htmx.render(
        "institution/government.html",
        block="content",
        parts=sorted(parts, key=_pressing),
        counted=paging.COUNTED,
        acronym=mandate_acronym,
    )


def _pressing(one: Part) -> tuple[bool, date, date]:
    """What waits comes before what does not, and the nearest day before what has none."""
    first = one.first
    due, since = (first.due, first.since) if first else (None, None)
    return first is None, due or date.max, since or date.max


def _letters(conn: Connection, actor: Actor, at: datetime) -> Part:
    shown = lists.page(conn, actor, lists.Filters(), at).shown[:FEW]
    waiting = lists.WAITING
    return Part(
        code="letters",
        title=gettext("Letters that await a reply"),
        lines=[
            Line(
                which=case.reference,
                address=url_for("replies.case", communication_id=case.communication_id),
                due=case.due_on,
                mandates=case.mandates,
            )
            for case in shown
        ],
        total=sum(lists.numbers(conn, actor, one, at)[waiting] for one in sorted(actor.states)),
        done=gettext(
            "Here you confirm that a letter arrived, ask for more time, and file a reply. A letter "
            "appears as soon as it is transmitted."
        ),
        all=url_for("replies.index"),
        called=gettext("Letters to my Government"),
    )


def _rounds(conn: Connection, actor: Actor) -> Part:
    c = rounds.c
    goes_on = follow_up.asked_of(actor).where(c.closed_at.is_(None), c.published.is_(None))
    some = [follow_up.own_of_row(row) for row in conn.execute(goes_on).all()]
    lines = [
        Line(
            which=f"{names.recipient(one.state)}, {one.year}",
            what=gettext("Answers to the follow-up round"),
            address=url_for("rounds.answer", round_id=one.round_id),
            due=one.due_on,
            mandates=(one.mandate,),
        )
        for one in some
        if one.submitted_at is None and not one.declined
    ]
    lines += [
        Line(
            which=f"{names.recipient(one.state)}, {one.year}",
            what=gettext("Comment on the table"),
            address=url_for("rounds.table", round_id=one.round_id),
            due=one.comments_due,
            mandates=(one.mandate,),
        )
        for one in some
        if one.takes_comments
        and not any(said.version == one.sent for said in follow_up.comments_on(conn, one.round_id))
    ]
    return Part(
        code="rounds",
        title=gettext("Rounds in which you are asked"),
        lines=_nearest(lines),
        total=len(lines),
        done=gettext(
            "Here you answer what a mandate asks about its recommendations, and comment on the "
            "table before it is published. A round appears once it is opened."
        ),
        all=url_for("rounds.index"),
        called=gettext("Follow-up rounds"),
    )


def _reports(conn: Connection, actor: Actor) -> Part:
    lines = [reports.line(row, actor) for row in conn.execute(reports.lines(actor)).all()]
    open_ = [reports.report(conn, actor, one.mission_id) for one in lines if one.reads]
    drafts = [
        Line(
            which=names.recipient(one.state),
            address=url_for("visitreports.show", mission_id=one.mission_id),
            due=one.comments_due,
            mandates=one.mandates,
        )
        for one in open_
        if one is not None and one.stage == "with_state"
    ]
    return Part(
        code="drafts",
        title=gettext("Draft reports that await your comments"),
        lines=_nearest(drafts),
        total=len(drafts),
        done=gettext(
            "Here you read the draft report on a visit to your State and log comments on it, while "
            "your Government is asked for them."
        ),
        all=url_for("visitreports.index"),
        called=gettext("Reports on visits"),
    )


def _actions(conn: Connection, actor: Actor, on: date) -> Part:
    late, soon = (
        paging.cut(conn, actions.owed(actor, on, overdue=overdue), "owed", size=FEW)
        for overdue in (True, False)
    )
    rows = [*late, *soon][:FEW]
    opened = of_actions.opened([text for row in rows for text in (row.title, row.measures)])
    return Part(
        code="actions",
        title=gettext("Reports on our actions"),
        lines=[
            Line(
                which=(row.measures and opened[row.measures.cipher]) or erased(),
                what=(row.title and opened[row.title.cipher]) or erased(),
                address=url_for(
                    "actionindicators.report",
                    action_id=row.action_id,
                    indicator_id=row.indicator_id,
                    day=row.due_on.isoformat(),
                ),
                due=row.due_on,
            )
            for row in rows
        ],
        total=late.total + soon.total,
        done=gettext(
            "Here you plan what your Government does about recommendations, and say how it goes. A "
            "report appears 30 days before it is due."
        ),
        all=url_for("actions.index"),
        called=gettext("What we owe"),
    )


def _recommendations(conn: Connection, actor: Actor) -> Part:
    asked: dict[str, Any] = {"standing": narrowing.OPEN, "information": narrowing.WITHOUT}
    which = narrowing.which(actor, asked)
    some = shared_with.narrowed(conn, actor, which, "page", paging.first, size=FEW, by_target=True)
    return Part(
        code="recommendations",
        title=gettext("Recommendations without information from you"),
        lines=[
            Line(
                which=of_recommendations.short(text),
                address=url_for("recommendations.detail", recommendation_id=one.recommendation_id),
                due=one.target,
                since=day_of(one.issued_at),
                mandates=(one.mandate,),
            )
            for one, text in zip(some, heads_of(some), strict=True)
        ],
        total=some.total,
        done=gettext(
            "Here you say what was done of a recommendation, and what your Government thinks of "
            "it. One appears once it is issued to your State."
        ),
        all=url_for("recommendations.index", **asked),
        called=gettext("Recommendations"),
    )


def _visits(conn: Connection, actor: Actor, on: date) -> Part:
    some = unanswered.of_government(conn, actor, on)
    return Part(
        code="visits",
        title=gettext("Letters about visits that await an answer"),
        lines=[
            Line(
                which=str(of_visits.DOCUMENTS[one.kind]),
                what=names.recipient(one.state),
                address=url_for("visitcorrespondence.show", mandate=one.mandate, state=one.state),
                since=one.since,
                mandates=(one.mandate,),
            )
            for one in some[:FEW]
        ],
        total=len(some),
        done=gettext(
            "Here you accept a visit, propose dates, and answer terms of reference. A letter "
            "appears until you answer it; that you acknowledged it is no answer."
        ),
        all=url_for("visitcorrespondence.index"),
        called=gettext("Correspondence about visits"),
    )


def _incidents(conn: Connection, actor: Actor) -> Part:
    every = conn.execute(incidents.put(actor)).all()
    answered = incidents.answered(conn, {one.incident_id for one in every})
    some = [one for one in reversed(every) if one.incident_id not in answered]
    return Part(
        code="incidents",
        title=gettext("Incidents that you have not answered"),
        lines=[
            Line(
                which=names.recipient(one.state),
                address=url_for("visitincidents.show", incident_id=one.incident_id),
                since=day_of(one.put_at),
                mandates=(one.mandate,),
            )
            for one in some[:FEW]
        ],
        total=len(some),
        done=gettext("Here you answer what a mandate asks you about an incident of a visit."),
        all=url_for("visitincidents.index"),
        called=gettext("Incidents that were put to your Government"),
    )


def _programmes(conn: Connection, actor: Actor) -> Part:
    some = conn.execute(proposals.put_to(actor)).all()
    return Part(
        code="programmes",
        title=gettext("Meetings of a visit that await your answer"),
        lines=[
            Line(
                which=names.recipient(one.state),
                address=url_for("visitprogrammes.show", mission_id=one.mission_id),
                since=day_of(one.proposed_at),
                mandates=(one.mandate,),
            )
            for one in some[:FEW]
        ],
        total=len(some),
        done=gettext("Here you answer a meeting that a mandate proposes, and propose others."),
        all=url_for("visitprogrammes.index"),
        called=gettext("Programmes of visits"),
    )


def _nearest(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda one: (one.due or date.max, one.which, one.address))
    return ordered[:FEW]
