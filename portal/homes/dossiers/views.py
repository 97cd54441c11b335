"""The pages of country assessments: what it says today, each version, and what changed since."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.homes.dossiers import compare, found, paper, queries, words
from portal.homes.dossiers.acts import lines
from portal.homes.dossiers.checking import refuse_what_tells, tells_now
from portal.homes.dossiers.compare import Changes
from portal.homes.dossiers.found import decides
from portal.homes.dossiers.laid import Content, Part, laid
from portal.homes.dossiers.queries import Assessment, Version
from portal.homes.dossiers.read_model import CONSUMER, copies
from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.commands import CommandRefused
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.presentation import absolute
from portal.web.waiting import waited
from shared.reference import mandate_acronym

listed = Blueprint("dossiersindex", __name__, url_prefix="/assessments")
bp = Blueprint("dossiers", __name__, url_prefix="/missions/<uuid:mission_id>/assessment")

_AT_ONCE = 25


@listed.get("")
@require(*queries.READERS)
def index() -> str:
    with engine().connect() as conn:
        query = queries.index(current_actor())
        page = paging.cut(conn, query, "assessments", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "dossiers/index.html",
        block="content",
        assessments=page,
        acronym=mandate_acronym,
        state_name=names.recipient,
    )


@bp.get("")
@require(*queries.READERS)
def show(mission_id: UUID) -> str:
    """What stands in it today, for who writes it; for others the versions that they read."""
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.found(mission_id)
    with engine().connect() as conn:
        numbers = queries.numbers(conn, one)
        last = queries.last(conn, one, "team", None)
        for_partners = queries.last(conn, one, "partners", None) if one.team else None
        written = queries.written(conn, one) if one.writes else []
    content = Content(lines=lines(one, "team") if one.writes else [], entries=written)
    changed = _changed(last, content) if one.writes else None
    return _page(
        "dossiers/show.html",
        one,
        content if one.writes else None,
        numbers=numbers,
        since=last if changed else None,
        decides=decides(one),
        tells=tells_now(one, for_partners),
        late=late,
    )


@bp.get("/changes")
@require(*queries.WRITERS)
def changes(mission_id: UUID) -> str:
    """What changed since the last version for the team: what a new one would say."""
    one = found.written(mission_id)
    with engine().connect() as conn:
        last = queries.last(conn, one, "team", None)
        content = Content(lines=lines(one, "team"), entries=queries.written(conn, one))
    return _changes(one, last, content, None)


@bp.get("/<audience>/<int:number>")
@require(*queries.READERS)
def version(mission_id: UUID, audience: str, number: int) -> str:
    one = found.found(mission_id)
    return _version(one, found.version(one, audience, number))


@bp.get("/<audience>/<int:number>/changes")
@require(*queries.READERS)
def changed_in(mission_id: UUID, audience: str, number: int) -> str:
    one = found.found(mission_id)
    this = found.version(one, audience, number)
    with engine().connect() as conn:
        before = queries.last(conn, one, audience, number)
    return _changes(one, before, Content(lines=this.lines, entries=this.entries), this)


@bp.get("/team/<int:number>.pdf")
@require(*queries.READERS)
def pdf(mission_id: UUID, number: int) -> Response:
    """The version with the reader and the time on each page (R19). Its name says nothing."""
    one = found.found(mission_id)
    this = found.version(one, "team", number)
    mark = paper.read_by(current_account().name, now())
    return pressed(one, this, mark, lambda no: _version(one, this, no))


@bp.get("/partners/<int:number>/<uuid:copy_id>.pdf")
@require(*queries.WRITERS)
def copy(mission_id: UUID, number: int, copy_id: UUID) -> Response:
    """A copy for a partner: with for whom it was made, and not with who sends it."""
    one = found.written(mission_id)
    this = found.version(one, "partners", number)
    with engine().connect() as conn:
        these = queries.given(one, this.number).where(copies.c.copy_id == str(copy_id))
        made = conn.execute(these).one_or_none() if one.team else None
    whom = vault().reveal(made.whom) if made else None
    if made is None or whom is None:  # or who it was for was erased
        raise NotFound
    try:
        refuse_what_tells(one, this.entries)  # consent may have been withdrawn since it was issued
    except CommandRefused as no:
        return make_response(_version(one, this, no.sentence), 409)
    mark = paper.made_for(whom, made.made_at)
    return pressed(one, this, mark, lambda no: _version(one, this, no))


def pressed(one: Assessment, this: Version, mark: str, again: Callable[[object], str]) -> Response:
    """Return the PDF. ``again``: the page that says why there is none now."""
    with engine().connect() as conn:
        parts = laid(conn, one, Content(lines=this.lines, entries=this.entries), whole=True)
    try:
        made = paper.pressed(one, this, parts, mark, now(), settings().font_directories)
    except NotSet as no:
        return anybody.later(again(no.sentence))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="assessment.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _version(one: Assessment, this: Version, not_set: object = None) -> str:
    with engine().connect() as conn:
        before = queries.last(conn, one, this.audience, this.number)
        people = accounts.names(conn, {this.issued_by})
        gives = one.team and this.audience == "partners"
        query = queries.given(one, this.number)
        given = paging.cut(conn, query, "copies", paging.asked, size=_AT_ONCE) if gives else None
        by = accounts.names(conn, {row.made_by for row in given}) if given else {}
    withdraws = found.withdraws(one, this)
    return _page(
        "dossiers/version.html",
        one,
        Content(lines=this.lines, entries=this.entries),
        version=this,
        before=before,
        issued_by=people.get(this.issued_by),
        withdraws=withdraws,
        not_set=not_set,
        tells=None if not_set else tells_now(one, this),
        own=this.audience == "team",
        copies=given,
        by=by,
        whom=vault().reveal_all([row.whom for row in given]) if given else [],
    )


def _changed(before: Version | None, after: Content) -> Changes | None:
    if before is None:
        return None
    return compare.changes((before.lines, before.entries), (after.lines, after.entries))


def _changes(one: Assessment, before: Version | None, after: Content, this: Version | None) -> str:
    found_ = _changed(before, after) or Changes()
    sides = [
        Content(lines=found_.added, entries=[*found_.written, *found_.edited]),
        Content(lines=found_.gone, entries=found_.removed),
    ]
    with engine().connect() as conn:
        new, gone = (_by_part(conn, one, side) for side in sides)
    return htmx.render(
        "dossiers/changes.html",
        block="content",
        one=one,
        version=this,
        before=before,
        parts=[(part, new.get(part), gone.get(part)) for part in one.parts],
        edited={each.entry_id for each in found_.edited},
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        reader=current_account().name,
        at=absolute(now()),
    )


def _by_part(conn: Connection, one: Assessment, content: Content) -> dict[str, Part]:
    found_ = laid(conn, one, content, whole=True)
    return {each.name: each for each in found_ if each.lines or each.listed or each.entries}


def of_version(template: str, one: Assessment, this: Version, **also: Any) -> str:
    """Show a version, with nothing that stands beside it."""
    return _shown(
        template, one, Content(lines=this.lines, entries=this.entries), version=this, **also
    )


def _page(template: str, one: Assessment, content: Content | None, **also: Any) -> str:
    with engine().connect() as conn:
        query = queries.not_public(current_actor(), one)
        letters = paging.cut(conn, query, "own", paging.asked, size=_AT_ONCE)
    return _shown(template, one, content, letters=letters, acronym=mandate_acronym, **also)


def _shown(template: str, one: Assessment, content: Content | None, **also: Any) -> str:
    parts: Sequence[Part] = ()
    if content is not None:
        with engine().connect() as conn:
            parts = laid(conn, one, content)
    return htmx.render(
        template,
        block="content",
        one=one,
        parts=parts,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        reader=current_account().name,
        at=absolute(now()),
        **also,
    )
