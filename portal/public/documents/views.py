"""The library: what there is for whoever came, one document, one version of it, and its files.

By one door comes everybody, and reads what is public, in each language; by the other whoever signed
in, and reads what is for them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.handing import download, download_public
from portal.casefile.attachments.keep import read_details
from portal.public.documents import found, in_force, queries, searching, words
from portal.public.documents.found import DOOR, PUBLIC_DOOR, Opened
from portal.public.documents.in_force import Method
from portal.public.documents.queries import Document, Filters, Version
from portal.public.documents.read_model import CONSUMER
from portal.stakeholders import registry
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, public, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.waiting import waited
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.documents import TRAINING, reads, writes

bp = Blueprint(DOOR, __name__, url_prefix="/documents")
public_bp = Blueprint(PUBLIC_DOOR, __name__, url_prefix="/library")

_LONGEST: Final = 100  # characters of what is searched for


@bp.get("")
@require()
def index() -> str:
    return _index(DOOR)


@public_bp.get("")
@public
@in_every_language
def index_of_all() -> str:
    return _index(PUBLIC_DOOR)


@bp.get("/<uuid:document_id>")
@require()
def show(document_id: UUID) -> str:
    return _show(DOOR, document_id)


@public_bp.get("/<uuid:document_id>")
@public
@in_every_language
def show_to_all(document_id: UUID) -> str:
    return _show(PUBLIC_DOOR, document_id)


@bp.get("/<uuid:document_id>/v/<int:number>")
@require()
def version(document_id: UUID, number: int) -> str:
    return _version(DOOR, document_id, number)


@public_bp.get("/<uuid:document_id>/v/<int:number>")
@public
@in_every_language
def version_to_all(document_id: UUID, number: int) -> str:
    return _version(PUBLIC_DOOR, document_id, number)


@bp.get("/<uuid:document_id>/files/<uuid:file_id>")
@require()
def file(document_id: UUID, file_id: UUID) -> Response:
    return _file(DOOR, document_id, file_id)


@public_bp.get("/<uuid:document_id>/files/<uuid:file_id>")
@public
def file_to_all(document_id: UUID, file_id: UUID) -> Response:
    return _file(PUBLIC_DOOR, document_id, file_id)


def _index(door: str) -> str:
    late = door == DOOR and not waited(engine(), CONSUMER, request.args.get("after"))
    actor, by, on = found.reader(door), _filters(door), today()
    wanted = " ".join(request.args.get("q", "")[:_LONGEST].split())
    with engine().connect() as conn:
        seen = queries.visible(actor, on)
        every = _left(queries.asked(conn, seen, actor, by, on), actor, by)
    if wanted:
        every = searching.having(every, wanted)
    page = paging.part(every, "documents", paging.asked)
    return htmx.render(
        "library/index.html",
        block="content",
        late=late,
        door=door,
        documents=page.of(zip(page, found.titles_of(page), strict=True)),
        counts=Counter(one.kind for one in every),
        by=by,
        wanted=wanted,
        narrowed=by != Filters() or bool(wanted),
        keeps=actor is not None and actor.has(*queries.KEEPERS),
        registers=actor is not None and _registers(actor),
        librarian=actor is not None and actor.has(Role.STAKEHOLDER_OFFICER),
        words=words,
        today=on,
    )


def _show(door: str, document_id: UUID) -> str:
    late = door == DOOR and not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.opened(document_id, door)
    return _page(door, one, one.shown, late=late)


def _version(door: str, document_id: UUID, number: int) -> str:
    """One version, of the original unless the address says another language."""
    one = found.opened(document_id, door)
    code = request.args.get("in", one.document.language)
    return _page(door, one, found.version(one, code, number), late=False)


def _page(door: str, one: Opened, shown: Version | None, *, late: bool) -> str:
    document, actor, on = one.document, found.reader(door), today()
    title = found.title_of(document)
    with engine().connect() as conn:
        opens = shown is not None and one.opens(shown)
        files = queries.files_of(conn, shown) if shown and opens else []
        seen = queries.visible(actor, on)
        newer = queries.replaced_by(conn, seen, document.document_id)
        read = queries.readers_of(conn, shown) if one.kept and shown else []
        people = accounts.names(conn, {reader for reader, _ in read})
        mine = queries.read_by(conn, document.document_id, actor.actor_id) if actor else set()
        sent = (
            in_force.letters_under(conn, actor, on, document.document_id, *shown.key)
            if actor and shown
            else None
        )
        records = (registry.record(conn, each) for each in document.mandates)
        ended = [each.mandate for each in records if each and each.ended_on and each.ended_on < on]
    texts = [shown.summary, *(file.details for file in files)] if shown and opens else []
    revealed = found.read_of(document, shown, texts) if shown else []
    return htmx.render(
        "library/one.html",
        block="content",
        late=late,
        door=door,
        one=one,
        document=document,
        title=title,
        shown=shown,
        opens=opens,
        summary=revealed[0] if opens else None,
        files=[
            (file, text and read_details(text).name)
            for file, text in zip(files, revealed[1:], strict=True)
        ],
        reason=_reason(document, shown),
        newer=newer,
        newer_title=found.title_of(newer) if newer else None,
        sent=sent,
        read=read,
        people=people,
        asked=_asked(one, shown, actor, mine),
        has_read=shown is not None and shown.key in mine,
        ended=[names.mandate(each) for each in ended],
        training=document.kind == TRAINING,
        current=one.shown is not None,
        describes=bool(actor and one.describes(actor) and not document.withdrawn_at),
        writes=bool(actor and writes(actor, document.unit) and not document.withdrawn_at),
        approves=bool(actor and actor.has(Role.CHIEF) and not document.withdrawn_at),
        prepared=queries.PREPARED,
        words=words,
        today=on,
    )


def _asked(
    one: Opened, shown: Version | None, actor: Actor | None, mine: set[tuple[str, int]]
) -> bool:
    """Whether whoever came is asked to say that they have read this version."""
    if shown is None or actor is None or one.document.withdrawn_at or shown.stage != "current":
        return False
    of_them = reads(actor, one.document.audience)
    return one.document.asks_reading and of_them and shown.key not in mine


def _reason(document: Document, shown: Version | None) -> str | None:
    """Return why it was withdrawn, in the words of who did."""
    sealed = document.reason or (shown.reason if shown else None)
    return found.read(document, [sealed])[0] if sealed else None


def _file(door: str, document_id: UUID, file_id: UUID) -> Response:
    one = found.opened(document_id, door)
    with engine().connect() as conn:
        key = queries.of_file(conn, one.document.document_id, str(file_id))
        of = one.version(*key) if key else None
        if of is None or not one.opens(of):
            raise NotFound
        some = queries.files_of(conn, of)
    row = next(each for each in some if each.file_id == str(file_id))
    hand = download_public if one.document.is_open(of) else download
    return hand(object_name=row.object_name, sha256=row.sha256, size=row.size, details=row.details)


def _left(every: Sequence[Document], actor: Actor | None, by: Filters) -> Sequence[Document]:
    """Leave out what was erased; who keeps documents finds it still, but not as due."""
    if by.state != "due" and actor is not None and actor.has(*queries.KEEPERS):
        return every
    gone = found.erased(every)
    return [one for one in every if one.document_id not in gone]


def _filters(door: str) -> Filters:
    """Return what the address asks for; what is not on a list asks for nothing."""
    kind, theme = request.args.get("kind", ""), request.args.get("theme", "")
    code, state = request.args.get("in", ""), request.args.get("state", "")
    keeps = door == DOOR and current_actor().has(*queries.KEEPERS)
    return Filters(
        kind=kind if kind in words.KINDS else "",
        theme=theme if theme in words.THEMES else "",
        language=code if code in words.OFFICIAL else "",
        state=state if keeps and state in words.STATES else "",
    )


def _registers(actor: Actor) -> bool:
    return any(writes(actor, unit) for unit in words.UNITS)


@public_bp.app_template_global()
def documents_found(wanted: str) -> int:
    """Return how many documents that everybody can see have these words."""
    with engine().connect() as conn:
        return len(searching.seen(conn, None, wanted, today()))


@bp.app_template_global()
def induction_kit(mandates: Sequence[str]) -> list[tuple[Document, str | None]]:
    """Return what whoever came reads of the kit of new holders of these mandates."""
    with engine().connect() as conn:
        found_ = queries.in_kit(conn, current_actor(), mandates, today())
    gone = found.erased(found_)
    some = [one for one in found_ if one.document_id not in gone]
    return list(zip(some, found.titles_of(some), strict=True))


@bp.app_template_global()
def working_methods(
    sent_at: datetime, drafted_at: datetime | None = None
) -> list[tuple[Method, str | None, tuple[str, str]]]:
    """Return the procedures under which a letter was sent, with their titles and stages."""
    with engine().connect() as conn:
        every = in_force.of_letter(
            conn, current_actor(), today(), sent_at=sent_at, drafted_at=drafted_at
        )
    gone = found.erased(one.document for one in every)
    left = [one for one in every if one.document.document_id not in gone]
    titles = found.titles_of(one.document for one in left)
    return [(one, title, words.STAGES[one.stage]) for one, title in zip(left, titles, strict=True)]
