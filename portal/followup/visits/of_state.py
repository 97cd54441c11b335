"""What a Government reads of a visit file: the letters that were exchanged with it (VR6).

The Resident Coordinator of its State reads the same, once days of the visit were proposed (V8).

Acts of the mandate are no letters. A note on a letter, how it was filed and why, what was struck
and what was decided on it stay in the office. A file without such a letter does not exist here.
What a Government answers here has its own words, and no note.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection, Row, Select, and_, func, select
from werkzeug.exceptions import NotFound

from portal.followup.visits import letter_pdf, letter_queries, queries, words
from portal.followup.visits.found import scanned
from portal.followup.visits.letter_model import letters
from portal.followup.visits.read_model import CONSUMER, documents, files
from portal.web import htmx, paging, policy
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.policy import Kind, Scope
from portal.web.waiting import waited
from shared.contracts.followup_visits import Side
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.un_offices import COORDINATOR, states_of
from shared.reference.visits import HERE, answers_to, begun_anew

bp = Blueprint("visitcorrespondence", __name__, url_prefix="/visit-correspondence")

READERS: Final = policy.readers(Kind.EXCHANGED)
_government = require(*READERS)
_AT_ONCE: Final = 25
_SIDES: Final[Mapping[str, Side | None]] = MappingProxyType(
    {
        "visit-requested": "mandate",
        "visit-reminder-sent": "mandate",
        "visit-invitation-received": "state",
        "visit-acknowledged": None,
        "visit-accepted": "state",
        "visit-declined": None,
        "visit-dates-proposed": None,
        "visit-postponed": None,
        "visit-cancelled": None,
        "terms-of-reference-sent": "mandate",
        "terms-answered": "state",
    }
)
"""Whose each letter is; None: the letter says."""
_READS_AS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invitation": "visit-invitation-received",
        "acceptance": "visit-accepted",
        "dates": "visit-dates-proposed",
    }
)
"""A letter is called as it reads, and not as it was filed."""
_SAID: Final = ("kind", "version", "value")
_c, _d, _l = files.c, documents.c, letters.c
_EXCHANGED: Final = and_(_d.kind.in_(sorted(_SIDES)), _d.channel.is_not(None), _d.struck.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """``lines``: what it says beside its days. ``text``: word for word, where it is kept here.

    ``takes_files``: the id of a letter to which its Government adds files; None: to no other.
    ``pdf_of``: the id of a letter that was approved here, and is there as PDF.
    """

    title: str
    side: Side
    channel: str
    dated_on: date
    passed_on: date
    lines: Sequence[str]
    reference: Sealed | None
    reservations: Sequence[tuple[str, Sealed]]
    text: Sealed | None
    takes_files: str | None = None
    pdf_of: str | None = None

    @property
    def sealed(self) -> list[Sealed]:
        some = (self.reference, *(said for _, said in self.reservations), self.text)
        return [one for one in some if one]


def of_states(actor: Actor) -> Select[Any]:
    """Return the files with a letter that was exchanged with this Government, the last first.

    For a Resident Coordinator those of the States of the office, of which days were proposed.
    """
    coordinated = _c.state.in_(sorted(states_of(actor, COORDINATOR)))
    means = {
        Scope.STATE: _c.state.in_(sorted(actor.states)),
        Scope.COORDINATED: and_(coordinated, queries.DATED),
    }
    last = func.max(_d.passed_on).label("last_letter_on")
    return (
        select(_c.visit_file_id, _c.mandate, _c.state, last)
        .join(documents, and_(_d.visit_file_id == _c.visit_file_id, _EXCHANGED))
        .where(policy.rows(actor, Kind.EXCHANGED, means))
        .group_by(_c.visit_file_id, _c.mandate, _c.state)
        .order_by(last.desc(), _c.visit_file_id)
    )


def every_letter(actor: Actor) -> Select[Any]:
    """Return what was exchanged of all files of this Government, the first first, without words."""
    of = of_states(actor).order_by(None).subquery()
    columns = (_d.visit_file_id, _d.kind, _d.details, _d.passed_on, _d.first)
    these = select(*columns).join(of, of.c.visit_file_id == _d.visit_file_id)
    return these.where(_EXCHANGED).order_by(_d.visit_file_id, _d.passed_on, _d.logged)


def side_of(row: Row[Any]) -> Side:
    """Return whose letter it is."""
    return _SIDES[row.kind] or (row.details or {})["by"]


def letters_of(file_id: str) -> Select[Any]:
    """Return what was exchanged, the last first. Ask before who looks."""
    sent = and_(_l.visit_letter_id == _d.details["letter_id"].as_string(), _l.stage == "sent")
    these = select(documents, _l.text.label("letter_text")).join(letters, sent, isouter=True)
    return these.where(_d.visit_file_id == file_id, _EXCHANGED).order_by(
        _d.passed_on.desc(), _d.logged.desc()
    )


def exchanged(row: Row[Any], reservations: Sequence[tuple[str, Sealed]] = ()) -> Exchanged:
    said = row.details or {}
    return Exchanged(
        title=called(row),
        side=side_of(row),
        channel=str(words.CHANNELS[row.channel]),
        dated_on=row.dated_on,
        passed_on=row.passed_on,
        lines=_lines(row, said),
        reference=row.reference,
        reservations=tuple(reservations),
        text=row.note if row.channel == HERE else row.letter_text,
        takes_files=row.document_id if row.channel == HERE else None,
        pdf_of=row.document_id if row.letter_text else None,
    )


def called(row: Row[Any]) -> str:
    worded = (row.details or {}).get("worded") or ""
    return str(words.DOCUMENTS[_READS_AS.get(worded, row.kind)])


def _lines(row: Row[Any], said: Mapping[str, Any]) -> list[str]:
    named = {"kind": words.KINDS, "version": words.VERSIONS, "value": words.ANSWERS}
    found = [str(named[name][said[name]]) for name in _SAID if said.get(name)]
    if row.channel == HERE and said.get("reason"):
        found.append(gettext("Reason: %(reason)s", reason=words.DECLINED[said["reason"]]))
    if row.first and row.last:
        found.append(words.days(row.first, row.last))
    return found


@bp.get("")
@_government
def index() -> str:
    with engine().connect() as conn:
        query = of_states(current_actor())
        some = paging.cut(conn, query, "files", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "visits/correspondence.html",
        block="content",
        files=some,
        of_state=current_actor().has(Role.GOVERNMENT),
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<mandate>/<state>")
@_government
def show(mandate: str, state: str) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = of(conn, mandate, state)
        of_state = current_actor().has(Role.GOVERNMENT)
        offered = answerable(conn, one) if of_state else ()
        page = paging.cut(
            conn, letters_of(one.visit_file_id), "letters", paging.asked, size=queries.DOCUMENTS
        )
        reserved = queries.reserved_in(conn, one.visit_file_id, [row.document_id for row in page])
        numbers = scanned(conn, [row.document_id for row in page if row.channel == HERE])
    some = page.of(exchanged(row, reserved.get(row.document_id, ())) for row in page)
    texts = [text for each in some for text in each.sealed]
    return htmx.render(
        "visits/exchanged.html",
        block="content",
        one=one,
        letters=some,
        offered=offered,
        scans=numbers,
        of_state=of_state,
        late=late,
        opened=dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True)),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<mandate>/<state>/<document_id>/letter.pdf")
@_government
def pdf(mandate: str, state: str, document_id: str) -> Response:
    """A letter that was approved here, once it was sent to this Government."""
    with engine().connect() as conn:
        one = of(conn, mandate, state)
        these = letters_of(one.visit_file_id).where(_d.document_id == document_id)
        row = conn.execute(these).one_or_none()
        if row is None or not row.letter_text:
            raise NotFound
        sent = select(letters).where(_l.visit_letter_id == row.details["letter_id"])
        [letter] = letter_queries.of_rows(conn, conn.execute(sent), current_actor())
    return letter_pdf.answer(
        letter, url_for("visitcorrespondence.show", mandate=mandate, state=state)
    )


def of(conn: Connection, mandate: str, state: str) -> Row[Any]:
    """Return the file, with the day of its last letter; 404 for whoever it does not exist for."""
    these = of_states(current_actor()).where(_c.mandate == mandate, _c.state == state)
    one = conn.execute(these).one_or_none()
    if one is None:
        raise NotFound
    return one


def answerable(conn: Connection, one: Row[Any]) -> frozenset[str]:
    """Return the answers that make sense; each follows from the letters and what is public."""
    row = conn.execute(select(files).where(_c.visit_file_id == one.visit_file_id)).one()
    return answers_to(begun_anew(queries.standing(row), today()))
