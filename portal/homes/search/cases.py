"""Search for cases: by number, State and mandate; and by a victim's name, in keyed hashes alone.

People who work on cases find them among those of triage, sources among their own. A source does not
know with which mandates a case was shared, so it cannot find the case by them either.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from portal.casefile.queue import sight
from portal.casefile.queue.tables import queue, tokens
from portal.casefile.submissions import matching
from portal.casefile.submissions import queries as own
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.status import FOR_THE_SOURCE, status_for_source
from portal.desk.triage import queries as triage
from portal.desk.triage.filters import concerns
from portal.desk.triage.queues import status
from portal.desk.triage.read_model import URGENT
from portal.desk.triage.words import STATUS
from portal.homes.search.hits import Hit, Way, acronyms, cut, fits, standing
from portal.homes.search.typed import Typed
from portal.web.cases import number
from portal.web.context import vault
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.paging import Page
from shared.core.actor import Actor

SAME, ALIKE = lazy("A victim has this name."), lazy("A victim's name is like it.")


def of_staff(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    ways: list[Way] = [
        lambda word: queue.c.state.in_(sorted(word.states)),
        lambda word: concerns(*word.mandates),
    ]
    numbered = triage.numbered(conn, actor, typed.number) if typed.number else []
    ids = [line.submission_id for line in numbered]
    which = or_(queue.c.submission_id.in_(ids), fits(typed, *ways))
    return _of_staff(conn, actor, which, name)


def of_sources(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    ways: list[Way] = [lambda word: submissions.c.state.in_(sorted(word.states))]
    ids = own.numbered(conn, actor, typed.number) if typed.number else []
    which = or_(submissions.c.submission_id.in_(ids), fits(typed, *ways))
    return _of_sources(conn, actor, which, name)


def of_staff_by_name(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    states = conn.scalars(select(queue.c.state).where(sight.visible(actor)).distinct())
    named = _named(queue.c.submission_id, typed, states)
    return _said(conn, typed, _of_staff(conn, actor, named, name))


def of_sources_by_name(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    states = conn.scalars(select(submissions.c.state).where(own.visible(actor)).distinct())
    named = _named(submissions.c.submission_id, typed, states)
    return _said(conn, typed, _of_sources(conn, actor, named, name))


def _of_staff(conn: Connection, actor: Actor, which: ColumnElement[bool], name: str) -> Page[Hit]:
    c = queue.c
    query = (
        select(queue, status.label("status"))
        .where(sight.visible(actor), which)
        .order_by(c.received_at.desc(), c.submission_id)
    )
    found = cut(conn, query, name)
    return found.of(
        Hit(
            title=_title(row, urgent=row.rank == URGENT),
            address=url_for("triage.show", submission_id=row.submission_id),
            words=(*acronyms(row.mandates), standing(STATUS[row.status][0])),
            at=row.received_at,
            submission_id=row.submission_id,
        )
        for row in found
    )


def _of_sources(conn: Connection, actor: Actor, which: ColumnElement[bool], name: str) -> Page[Hit]:
    c = submissions.c
    query = (
        select(
            c.submission_id,
            c.received_at,
            c.state,
            c.urgent_asked,
            status_for_source.label("status"),
        )
        .where(own.visible(actor), which)
        .order_by(c.received_at.desc(), c.submission_id)
    )
    found = cut(conn, query, name)
    return found.of(
        Hit(
            title=_title(row, urgent=row.urgent_asked),
            address=url_for("submissions.show", submission_id=row.submission_id),
            words=(FOR_THE_SOURCE[row.status].word,),
            at=row.received_at,
            submission_id=row.submission_id,
        )
        for row in found
    )


def _title(row: Row[Any], *, urgent: bool) -> str:
    about = {"number": number(row.submission_id), "state": names.recipient(row.state)}
    if urgent:
        return gettext("%(number)s, %(state)s, urgent allegation", **about)
    return gettext("%(number)s, %(state)s, allegation", **about)


def _named(
    submission_id: ColumnElement[str], typed: Typed, states: Iterable[str]
) -> ColumnElement[bool]:
    found = matching.name_tokens(matching.key_of(vault()), typed.plain, states)
    held = select(tokens.c.submission_id).where(tokens.c.token.in_(sorted(found)))
    return submission_id.in_(held)


def _said(conn: Connection, typed: Typed, found: Page[Hit]) -> Page[Hit]:
    """Say of each whether it is the very name."""
    token = matching.exact_token(matching.key_of(vault()), typed.plain)
    t = tokens.c
    ids = [hit.submission_id for hit in found]
    same = set(
        conn.scalars(
            select(t.submission_id).where(and_(t.submission_id.in_(ids), t.token == token))
        )
    )
    return found.of(
        replace(hit, text=SAME if hit.submission_id in same else ALIKE) for hit in found
    )
