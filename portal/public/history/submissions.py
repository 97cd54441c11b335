"""Submissions from before the platform, for the desk and the mandates named alone.

Their consent is historic and was not recorded: nothing of them is public, and nobody is asked.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from flask import Blueprint, request
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    false,
    select,
    true,
)

from portal.casefile.history import submissions
from portal.casefile.queue import sight
from portal.public.history import words
from portal.web import htmx, paging, policy
from portal.web.accounts.access import current_actor, require
from portal.web.db import engine
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.platform.tables import any_of
from shared.reference.former_states import names_of
from shared.reference.history import FIRST_YEAR, is_recipient

bp = Blueprint("pastsubmissions", __name__, url_prefix="/past-submissions")

READERS = sight.READERS
_LONGEST: Final = 40
_YEARS: Final = {str(year): year for year in range(FIRST_YEAR, 2200)}
_c = submissions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters. Empty and 0: every submission. ``reference``: a part of it."""

    state: str = ""
    year: int = 0
    reference: str = ""


@bp.get("")
@require(*READERS)
def index() -> str:
    who, asked = visible(current_actor()), _wanted()
    which = narrowed(who, asked)
    with engine().connect() as conn:
        rows = paging.cut(conn, found(which), "submissions", paging.asked)
        states = set(conn.scalars(select(_c.recipient).where(who).distinct()))
        years = _years(conn, narrowed(who, replace(asked, year=0)))
    return htmx.render(
        "history/submissions.html",
        block="content",
        submissions=rows,
        states=sorted(
            ((code, words.recipient(code)) for code in {*states, *({asked.state} - {""})}),
            key=lambda one: one[1],
        ),
        years=[(of, of) for of in sorted({*years, *({asked.year} - {0})}, reverse=True)],
        asked=asked,
        address={name: value for name, value in asdict(asked).items() if value},
        words=words,
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """The submissions that this person may read: as the matrix has the body of one.

    Nobody knows which of them is about a reprisal. So R15 is applied to each: somebody of the desk
    who is also desk officer of a State reads those of their mandates alone.
    """
    means = {
        Scope.ANY: any_of(_c.mandates, actor.mandates) if actor.has(Role.DESK_OFFICER) else true(),
        Scope.MANDATE: any_of(_c.mandates, actor.mandates),
        Scope.OWN: false(),  # nobody knows whose it was
        Scope.ORGANISATION: false(),
    }
    return policy.rows(actor, Kind.SUBMISSION, means)


def narrowed(who: ColumnElement[bool], by: Wanted) -> ColumnElement[bool]:
    return and_(
        who,
        _c.recipient.in_(names_of(by.state)) if by.state else true(),
        _c.year == by.year if by.year else true(),
        _c.reference.contains(by.reference, autoescape=True) if by.reference else true(),
    )


def found(which: ColumnElement[bool]) -> Select[Any]:
    """Return these submissions, the newest first."""
    return select(submissions).where(which).order_by(_c.received_on.desc(), _c.import_id, _c.row)


def _years(conn: Connection, which: ColumnElement[bool]) -> Sequence[int]:
    return conn.scalars(select(_c.year).where(which).group_by(_c.year)).all()


def _wanted() -> Wanted:
    """Return the filters in the address. A senseless one is ignored."""
    at = request.args
    state = at.get("state", "")
    written = "".join(one for one in at.get("reference", "") if one.isprintable())
    return Wanted(
        state=state if is_recipient(state) else "",
        year=_YEARS.get(at.get("year", ""), 0),
        reference=" ".join(written.upper().split())[:_LONGEST],
    )
