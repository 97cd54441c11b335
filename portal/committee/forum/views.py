"""The forum: the own spaces and threads, one space, one thread, and the figures for auditors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection, Select

from portal.casefile.attachments.keep import read_details
from portal.committee.forum import attaching, drafts, found, queries, words
from portal.committee.forum.queries import READERS, Message, Thread, Vote
from portal.committee.forum.read_model import CONSUMER
from portal.committee.members import queries as members
from portal.web import htmx, paging, visited
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import long_month
from portal.web.paging import Page
from portal.web.waiting import waited
from shared.contracts.stakeholders_forum import Space
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.forum import EVERYBODY, holds

bp = Blueprint("forum", __name__, url_prefix="/forum")

_AT_ONCE: Final = 20
_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A thread in a list. ``new``: something was posted since this person read it."""

    thread: Thread
    title: str | None
    space: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as the page shows it; no text of a deleted one. ``files``: by id, with a name."""

    message: Message
    text: str | None
    before: Sequence[tuple[datetime, str | None]]
    choices: Sequence[tuple[str, Sequence[Vote]]]
    files: Sequence[tuple[str, str | None, str]]
    new: bool
    mine: bool


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        lines = _lines(conn, queries.newest(found.seen(conn)))
    return htmx.render(
        "forum/index.html",
        block="content",
        threads=lines,
        drafts=[(each, _resumes(each.place)) for each in drafts.mine()],
        holds=holds(current_actor()),
        everybody=EVERYBODY,
        words=words,
        late=late,
    )


@bp.get("/<space>/<ref>")
@require(Role.MANDATE_HOLDER)
def space(space: str, ref: str) -> str:
    kind, ref = found.space(space, ref)
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        lines = _lines(conn, queries.in_space(found.seen(conn), kind, ref))
        named = words.space_names(conn, actor, [(kind, ref)])[kind, ref]
        starts = kind != "committee" or members.works(conn, actor, today())
    return htmx.render(
        "forum/space.html",
        block="content",
        threads=lines,
        named=named,
        kind=kind,
        ref=ref,
        starts=starts,
        words=words,
        late=late,
    )


@bp.get("/threads/<uuid:thread_id>")
@require(*READERS)
def show(thread_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.thread(thread_id), current_actor()
    with engine().connect() as conn:
        these = queries.messages_in(one.thread_id)
        upto = visited.upto(conn, actor.actor_id, [one.thread_id]).get(one.thread_id, 0)
        at = _page(conn, one, upto)
        page = paging.cut(conn, these, "messages", lambda _: at, size=_AT_ONCE)
        some = page.of(_shown(conn, [queries.message(row) for row in page], upto))
        guests = queries.guests_of(conn, one.thread_id, today())
        space = (one.space, one.ref)
        named = words.space_names(conn, actor, [space])[space]
        people = accounts.names(conn, _named(one, some))
        read = _read(conn, one, some, upto)
    if read > upto:
        visited.read(engine(), actor.actor_id, one.thread_id, read, now())
    return htmx.render(
        "forum/thread.html",
        block="content",
        one=one,
        title=found.title(one),
        messages=some,
        guests=guests,
        people=people,
        named=named,
        holds=holds(actor),
        mandate_name=names.mandate,
        words=words,
        late=late,
    )


@bp.get("/threads/<uuid:thread_id>/<uuid:message_id>/files/<uuid:file_id>")
@require(*READERS)
def file(thread_id: UUID, message_id: UUID, file_id: UUID) -> Response:
    return attaching.handed(found.message(found.thread(thread_id), message_id), str(file_id))


@bp.get("/figures")
@require(Role.AUDITOR)
def figures() -> str:
    """Show auditors counts of whole months and one hash: nothing of a single thread."""
    this = f"{today():%Y-%m}"
    with engine().connect() as conn:
        counted = {(row.month, row.kind): row for row in queries.figures(conn, this)}
        hashed = sha256("\n".join(queries.hashes(conn, this)).encode()).hexdigest()
    months = _months(min((month for month, _ in counted), default=this), this)
    return htmx.render(
        "forum/figures.html",
        block="content",
        months=paging.part(months, "months", paging.asked, size=_A_YEAR),
        counted=counted,
        hashed=hashed,
        long_month=long_month,
        words=words,
    )


def _resumes(place: Sequence[str]) -> str:
    """Return the page on which a draft goes on."""
    match place:
        case ["start", space, ref]:
            return url_for("forumwriting.start", space=space, ref=ref)
        case ["answer", thread_id, message_id]:
            return url_for("forumwriting.answer", thread_id=thread_id, message_id=message_id)
        case _:
            return url_for("forumwriting.write", thread_id=place[-1])


def _months(first: str, before: str) -> list[tuple[str, int, int]]:
    """Return every month from the first one until before the other, the latest first."""
    (year, month), (end, past) = (map(int, one.split("-")) for one in (first, before))
    numbers = range(year * 12 + month - 1, end * 12 + past - 1)
    each = [(number // 12, number % 12 + 1) for number in reversed(numbers)]
    return [(f"{year}-{month:02}", year, month) for year, month in each]


@bp.app_template_global()
def forum_of(space: Space, ref: str) -> str | None:
    """Return the address of the space of a letter or a visit, for whoever is of it."""
    if signed_in() is None:
        return None
    with engine().connect() as conn:
        if not queries.is_of(conn, current_actor(), space, ref):
            return None
    return url_for("forum.space", space=space, ref=ref)


def _page(conn: Connection, one: Thread, upto: int) -> int:
    """Return the page that was asked for, that of a message, or that of the first unread one."""
    if "messages" in request.args:
        return paging.asked("messages")
    wanted = queries.message_in(conn, one.thread_id, request.args.get("message", ""))
    first = queries.first_after(conn, one.thread_id, upto)
    at = wanted.position if wanted else first or one.last
    return queries.number_of(conn, one.thread_id, before=at) // _AT_ONCE + 1


def _read(conn: Connection, one: Thread, some: Sequence[Shown], upto: int) -> int:
    """Return up to where this person has read with this page: what it leaves out stays new."""
    shown = [each.message.position for each in some]
    if not shown or queries.number_of(conn, one.thread_id, after=upto, before=min(shown)):
        return upto
    return max(shown)


def _lines(conn: Connection, these: Select[Any]) -> Page[Line]:
    page, actor = paging.cut(conn, these, "threads", paging.asked), current_actor()
    some = [queries.thread(row) for row in page]
    titles = vault().reveal_all([one.title for one in some])
    upto = visited.upto(conn, actor.actor_id, [one.thread_id for one in some])
    called = words.space_names(conn, actor, {(one.space, one.ref) for one in some})
    return page.of(
        Line(
            thread=one,
            title=title,
            space=called[one.space, one.ref],
            new=one.last > upto.get(one.thread_id, 0),
        )
        for one, title in zip(some, titles, strict=True)
    )


def _shown(conn: Connection, some: Sequence[Message], upto: int) -> list[Shown]:
    me = current_actor().actor_id
    before = queries.corrections_of(conn, some)
    votes = queries.votes_in(conn, some)
    files = queries.files_of(conn, some)
    sealed: list[Sealed] = [one.text for one in some]
    sealed += [one.choices for one in some if one.choices]
    sealed += [text for older in before.values() for _, text in older]
    sealed += [row.details for rows in files.values() for row in rows]
    text = dict(zip(sealed, vault().reveal_all(sealed), strict=True))

    def choices(one: Message) -> list[tuple[str, Sequence[Vote]]]:
        lines = (text[one.choices] or "").split("\n") if one.choices else []
        cast = votes.get(one.message_id, [])
        return [
            (line, [vote for vote in cast if vote.choice == number])
            for number, line in enumerate(lines)
        ]

    def name(details: Sealed) -> str | None:
        said = text[details]
        return read_details(said).name if said else None

    return [
        Shown(
            message=one,
            text=None if one.deleted_at else text[one.text],
            before=[(at, text[older]) for at, older in before.get(one.message_id, [])],
            choices=[] if one.deleted_at else choices(one),
            files=[
                (row.file_id, name(row.details), row.scanned)
                for row in files.get(one.message_id, [])
            ],
            new=one.position > upto and one.author != me,
            mine=one.author == me,
        )
        for one in some
    ]


def _named(one: Thread, some: Sequence[Shown]) -> set[str]:
    """Return whose names the page of a thread shows."""
    said = {each.message.author for each in some} | {each.message.mentions for each in some}
    voted = {vote.voter for each in some for _, cast in each.choices for vote in cast}
    return {who for who in {one.started_by, *said, *voted} if who}
