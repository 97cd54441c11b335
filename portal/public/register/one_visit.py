"""The page of one visit, once it is public that there is one: with all that was issued on it.

It is public by days that a holder published, by a statement at its end or by its report. Before,
and for any other id, its address leads to nothing; so it tells of no visit and of no day (VR1).
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from flask import redirect, url_for
from sqlalchemy import Connection, Row, or_, select
from werkzeug import Response
from werkzeug.exceptions import NotFound

from portal.followup.inputs.announced import CALLS
from portal.followup.invitations import queries as invitations
from portal.followup.invitations import words as invited
from portal.followup.missions import queries as of_mission
from portal.followup.missions.read_model import missions as missions_table
from portal.followup.visit_reports import beside
from portal.followup.visit_reports import queries as reports
from portal.followup.visit_reports import words as report_words
from portal.followup.visit_reports.queries import Item, Report
from portal.followup.visits import published as announced
from portal.followup.visits.read_model import files
from portal.letters.statements import missions
from portal.public.register import linked, of_visits
from portal.public.register.linked import Visit
from portal.public.register.profiled import bp
from portal.public.register.statement_model import statements
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import language

__all__ = ["bp"]  # with all the views that are on it

Read: TypeAlias = tuple[str | None, str | None]
"""The words of a recommendation in its report, and those that the register has now."""
Recommended: TypeAlias = tuple[Report, Sequence[Item], Sequence[Read]]
_f, _m, _s = files.c, missions_table.c, statements.c


@bp.get("/visits/<uuid:mission_id>")
@public
@in_every_language
def visit(mission_id: UUID) -> str | Response:
    with engine().connect() as conn:
        one = find(conn, str(mission_id))
        if one is None:
            raise NotFound
        joint = conn.scalar(select(_m.joint).where(_m.mission_id == one.mission_id))
        if joint and find(conn, joint):  # one page for all whose visit it is
            return redirect(url_for("register.visit", mission_id=joint))
        some = recommended(conn, one)
        calls = _calls(conn, one.mission_id)
        register = invitations.of_state(conn, one.state)
    return htmx.render(
        "register/visit.html",
        block="content",
        one=one,
        linked=linked.of_visit(one),
        today=today(),
        recommended=some,
        all_items=[item for _, items, _ in some for item in items],
        calls=calls,
        stood=invited.then(register, tuple(one.mandates), one.first or today()),
        words=report_words,
        mine=language().code,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.app_template_global()
def visits_ended_by(statement_id: str) -> Sequence[str]:
    """Return the visits that a public statement ended, for its page."""
    with engine().connect() as conn:
        return missions.ended_by(conn, statement_id)


def find(conn: Connection, mission_id: str) -> Visit | None:
    """Return what is public of a visit; None: nothing is."""
    joined = select(_m.mission_id).where(_m.joint == mission_id)
    its = or_(_f.mission_id == mission_id, _f.mission_id.in_(joined))
    days = conn.execute(select(files).where(its, announced.PUBLIC).order_by(_f.mandate)).all()
    told = _statements(conn, mission_id)
    out = [
        each
        for one in beside.on_visit(conn, mission_id)
        if (each := reports.published(conn, one)) is not None
    ]
    if not (days or told or out):
        return None
    windows = [(one.visit_from, one.visit_to) for one in told if one.visit_from]
    windows += [(one.first, one.last) for one in days]
    first, last = windows[0] if windows else (None, None)
    said = [
        *(each.state for each in out),
        *(one.state for one in days),
        *(one for each in told for one in each.states),
    ]
    return Visit(
        mission_id=mission_id,
        state=said[0],
        mandates=_once(
            [
                *(one for each in out for one in each.mandates),
                *(one for each in told for one in each.mandates),
                *(one.mandate for one in days),
                *(of_mission.mandates_of(conn, mission_id) if told or out else ()),
            ]
        ),
        kinds={
            kind: [one.mandate for one in days if (one.visit_kind or "official") == kind]
            for kind in _once(one.visit_kind or "official" for one in days)
        },
        territories=_once(code for one in days for code in one.territories or ()),
        hosts=_once(code for one in days for code in one.hosts or ()),
        first=first,
        last=last,
        statements=told,
        reports=out,
    )


def recommended(conn: Connection, one: Visit) -> list[Recommended]:
    """Return each report on a visit with its recommendations and the words of each."""
    found = [(each, reports.items_of(conn, each.mission_id)) for each in one.reports]
    return [(each, items, _read(items, reports.public_words(conn, items))) for each, items in found]


def _statements(conn: Connection, mission_id: str) -> Sequence[Row[Any]]:
    """Return the public statements at its end, the last first."""
    mission = missions.mission(conn, mission_id)
    ids = [one.statement_id for one in missions.stated(conn, mission)] if mission else []
    columns = (_s.statement_id, _s.title, _s.language, _s.mandates, _s.states, _s.first_issued_at)
    these = select(*columns, _s.visit_from, _s.visit_to).where(_s.statement_id.in_(ids))
    return conn.execute(these.order_by(_s.first_issued_at.desc(), _s.statement_id)).all()


def _calls(conn: Connection, mission_id: str) -> Sequence[Row[Any]]:
    c = CALLS.c
    these = select(c.call_id, c.mandate, c.closes_on).where(of_visits.CALLS)
    return conn.execute(these.where(c.mission_id == mission_id).order_by(c.issued_at)).all()


def _read(items: Sequence[Item], said: dict[str, str | None]) -> Sequence[Read]:
    """Return the words of each, as the report has it, and as the register has it now."""
    texts = [one.text for one in items]
    opened = vault().reveal_public(texts) if texts else []
    return [(text, said[one.recommendation_id]) for text, one in zip(opened, items, strict=True)]


def _once(some: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(some))
