"""The corpus for programs: a page at a time, what changed since, and the whole as NDJSON."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request
from sqlalchemy import Engine
from werkzeug.wrappers import Response as AnyResponse

from portal.followup.recommendations import marked
from portal.followup.recommendations.described import TAGS
from portal.followup.recommendations.shared_with import USUAL
from portal.public.corpus import files, graded, since, words, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.described import SCHEMA, described
from portal.public.corpus.since import Asked, Cursor, Mark, Own, Told
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.answers.errors import problem
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.sheet import CSV
from shared.core.geneva import day_of
from shared.reference import EVERY_STATE, mandates, recipient_name, states
from shared.reference.corpus import public_source
from shared.reference.former_states import former_states
from shared.reference.recommending import AFFECTED, TYPES_OF_UHRI
from shared.reference.themes import THEMES

bp = Blueprint("corpusapi", __name__)

_ADDRESS: Final = "/api/v1/recommendations"
_LONGEST: Final = 200  # characters of a theme
_AGAIN: Final = "300"  # seconds
_NDJSON: Final = "application/x-ndjson"
_CHANGED: Final = "Something changed meanwhile. Take it again."
_MISSING: Final = "A sheet cannot be read any more: something is missing."
TITLES: Final = (
    *("Id", "Status", "Updated", "Source", "States by code", "Mandate of this platform"),
    *("Paragraph", "Action of UPR Info", "Claim of the State"),
)


class Wrong(Exception):
    """A part of the question that is none. ``field``: its name in the address."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@bp.get("/all-recommendations/programs")
@public
@in_every_language
def guide() -> str:
    return htmx.render(
        "corpus/programs.html",
        block="content",
        words=words,
        changed=f"{_ADDRESS}?updated-since=2026-11-01",
        licence=settings().corpus_licence,
        part=f"{_ADDRESS}?state=KEN&theme=Health",
    )


@bp.get(f"{_ADDRESS}/openapi.json")
@public
def openapi() -> Response:
    return _kept(jsonify(described()))


@bp.get(_ADDRESS)
@public
def index() -> AnyResponse:
    """A page: those in force, then those withdrawn, then the platform's own, newest first."""
    try:
        asked, at = _asked(), _cursor()
    except Wrong as no:
        return problem(422, str(no), errors=[{"field": no.field, "reason": str(no)}])
    with engine().connect() as conn:
        if not since.settled(conn):
            return _later()
        if asked.since and since.begin_again(conn, asked.since):
            return problem(410, "An import was undone, or a text taken out. Take all of it again.")
        mark = since.mark(conn)  # first: what comes meanwhile is told of next time
        some, then = since.page(conn, asked, at)
    records = [_record(one) for one in some]
    told = {**_head(mark), "recommendations": records, "next": _next(then)}
    return _kept(jsonify(told))


@bp.get(f"{_ADDRESS}/all.ndjson")
@public
def whole() -> AnyResponse:
    """All of it. The last line says that nothing is missing."""
    return _all(_lines, _NDJSON, "recommendations.ndjson")


@bp.get(f"{_ADDRESS}/all.csv")
@public
def whole_csv() -> AnyResponse:
    """The same in the columns of the files of a search."""
    return _all(_csv, CSV, "recommendations.csv")


def _all(write: Callable[[Engine, Mark], Iterator[str]], kind: str, name: str) -> AnyResponse:
    with engine().connect() as conn:
        if not since.settled(conn):
            return _later()
        at = since.mark(conn)
    try:
        return files.made(write(engine(), at), kind, name)
    except files.TooMuch:
        if files.squeezes():
            return problem(503, "This is too much for one file. Take it a page at a time.")
        return problem(406, "This is too much without compression. Send Accept-Encoding: gzip.")


def _lines(database: Engine, at: Mark) -> Iterator[str]:
    """The last line has the number and the SHA-256 of all before, unless something changed."""
    sum_, number = sha256(), 0
    first = _line(_head(at))
    sum_.update(first.encode())
    yield first
    for some in _pages(database, at):
        if some is None:
            yield _line({"whole": False, "note": _CHANGED})
            return
        for one in some:
            line = _line(_record(one))
            sum_.update(line.encode())
            yield line
        number += len(some)
    missing = {"note": _MISSING} if at.stuck else {}
    yield _line({"whole": not missing, "rows": number, "sha256": sum_.hexdigest(), **missing})


def _csv(database: Engine, at: Mark) -> Iterator[str]:
    """The same as CSV. Its last line is a remark that begins with #, with the same numbers."""
    sum_, number, whole = sha256(), 0, True

    def rows() -> Iterator[tuple[Row, writing.More]]:
        nonlocal number, whole
        for some in _pages(database, at):
            if some is None:
                whole = False
                return
            with database.connect() as conn:
                ids = [told.one.id for told in some if isinstance(told.one, Own)]
                ours = graded.of_ids(conn, ids)
            number += len(some)
            yield from (cells(told, ours) for told in some)

    note = f"{words.NOTE_OF_BOTH} {settings().corpus_licence}".strip()
    titles = (*TITLES, *graded.TITLES, f"Schema {SCHEMA}, {at}. {note}")
    for line in writing.csv_lines(rows(), titles):
        sum_.update(line.encode())
        yield line
    if at.stuck:
        yield f"# whole: no; {_MISSING}\r\n"
    elif whole:
        yield f"# whole: yes; rows: {number}; sha256: {sum_.hexdigest()}\r\n"
    else:
        yield f"# whole: no; {_CHANGED}\r\n"


def cells(told: Told, grades: Mapping[str, writing.More]) -> tuple[Row, writing.More]:
    row, codes, mandate, id_, source = _parts(told)
    head = (id_, told.status, told.updated.isoformat(), source, " ".join(codes), mandate or "")
    graded_ = grades.get(id_, graded.NOTHING)
    return row, [*head, row.number, row.action, row.claim, *graded_, ""]


def _pages(database: Engine, at: Mark) -> Iterator[Sequence[Told] | None]:
    """Yield page after page; None, and no more, once something changed on the way."""
    then: Cursor | None = Cursor()
    while then is not None:
        with database.connect() as conn:
            some, then = since.page(conn, Asked(), then)
            changed = not since.settled(conn) or since.mark(conn) != at
        if changed:
            yield None
            return
        yield some


def _head(at: Mark) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "licence": settings().corpus_licence or None,
        "note": words.NOTE_OF_BOTH,
        "as_of": str(at) if at.last or at.own else None,
        "incomplete": at.stuck > 0,
    }


def _record(told: Told) -> dict[str, Any]:
    one = told.one
    row, codes, mandate, id_, source = _parts(told)
    return {
        "id": id_,
        "status": told.status,
        "updated": told.updated.isoformat(),
        "source": source,
        "state_codes": codes,
        "regions": _regions(codes),
        "mandate": mandate,
        "paragraph": row.number or None,
        "action": int(row.action) if row.action else None,
        "claim": row.claim or None,
        "origin": one.origin if isinstance(one, Own) else None,
        "report": one.report if isinstance(one, Own) else None,
        **_said(one.mark if isinstance(one, Own) else None),
        **writing.plain(row),
    }


def _parts(told: Told) -> tuple[Row, list[str], str | None, str, str]:
    """Return row, States, mandate, id and source. What is not in force has no words."""
    one = told.one
    in_force = told.status == since.IN_FORCE
    if isinstance(one, Own):
        tags, type_ = (one.mark.tags, one.mark.type) if one.mark else ({}, USUAL)
        row = row_of(one, tags, type_) if in_force else Row(text="")
        return row, _codes(one), one.mandate, one.id, "Rapporteur"
    row = one.row if in_force else Row(text="")
    return row, list(one.states), one.mandate, one.item, public_source(one.source)


def _regions(codes: Sequence[str]) -> list[str]:
    """Return the regional groups of these States, each once: codes of this platform."""
    known = [states()[code].group for code in codes if code in states()]
    return [one for one in dict.fromkeys(known) if one]


def _said(mark: marked.Mark | None) -> dict[str, Any]:
    """What is said here of a recommendation of this platform, in codes."""
    tags = mark.tags if mark else {}
    said, closed = mark.position if mark else None, mark.closed if mark else None
    return {
        "addressees": [
            {"kind": each.kind, "name": each.name, "leads": each.leads}
            for each in (mark.addressees if mark else ())
        ],
        "position": said
        and {
            "position": said.position,
            "by_government": said.by_government,
            "on": day_of(said.recorded_at).isoformat(),
        },
        "title": mark.title if mark else None,
        "section": mark.section if mark else None,
        "language": mark.language if mark else None,
        "source_kind": mark.issued_in if mark else None,
        "time_frame": mark.time_frame if mark else None,
        "target_date": mark.target.isoformat() if mark and mark.target else None,
        "tags": {f"{kind}s": list(tags.get(kind, ())) for kind in TAGS},
        "grades": [
            {
                "scheme": each.scheme,
                "grade": each.grade,
                "counts_as": each.counts_as,
                "by": each.mandate,
                "on": day_of(each.assessed_at).isoformat(),
            }
            for each in (mark.grades if mark else ())
        ],
        "information": [
            {
                "provider": each.provider,
                "name": each.name,
                "from": each.since.isoformat() if each.since else None,
                "to": each.until.isoformat() if each.until else None,
                "on": day_of(each.published_at).isoformat(),
            }
            for each in (mark.information if mark else ())
        ],
        "closed": mark and closed and {"reason": closed, "instead": mark.by_id},
    }


def _codes(one: Own) -> list[str]:
    """Return the State that it goes to: none, where it goes to all of them."""
    return [] if one.addressee == EVERY_STATE else [one.addressee]


def row_of(one: Own, tags: Mapping[str, Sequence[str]], type_: str) -> Row:
    """Return it as a row of UHRI's; ``tags``: codes by kind."""
    state, mandate = states().get(one.addressee), mandates().get(one.mandate)
    stands: Mapping[str, str] = (
        {} if one.symbol or one.report is None else one.report
    )  # else as a corrigendum says
    return Row(
        text=one.text or "",
        countries=(state.names["en"] if state else recipient_name(one.addressee),),
        body=mandate.name if mandate else one.mandate,
        symbol=one.symbol or stands.get("symbol", ""),
        number=stands.get("paragraph", ""),
        themes=tuple(THEMES[code].name for code in tags.get("theme", ())),
        persons=tuple(AFFECTED[code] for code in tags.get("person", ())),
        sdgs=tuple(tags.get("target", ())),
        published=datetime.combine(day_of(one.issued_at), time()),
        type=TYPES_OF_UHRI[type_],
    )


def _asked() -> Asked:
    at = request.args
    state, theme = at.get("state", ""), at.get("theme", "")
    if state and state not in {*states(), *former_states()}:
        raise Wrong("state", "Name a State by its three letters, such as KEN.")
    if len(theme) > _LONGEST:
        raise Wrong("theme", "This theme is too long.")
    return Asked(state=state, theme=theme, since=_since(at.get("updated-since", "")))


def _since(told: str) -> datetime | Mark | None:
    if not told:
        return None
    try:
        return since.read_since(told)
    except ValueError:
        reason = "Send as_of of an answer, or write a moment as 2026-11-29T12:00:00Z."
        raise Wrong("updated-since", reason) from None


def _cursor() -> Cursor:
    told = request.args.get("cursor", "")
    found = since.read_cursor(told) if told else Cursor()
    if found is None:
        raise Wrong("cursor", "Take the cursor from the page before.")
    return found


def _next(then: Cursor | None) -> str | None:
    if then is None:
        return None
    names = ("state", "theme", "updated-since")
    same = {name: request.args[name] for name in names if request.args.get(name)}
    return f"{_ADDRESS}?{urlencode({**same, 'cursor': str(then)})}"


def _later() -> AnyResponse:
    answer = problem(503, "Recommendations are being imported. Come again in some minutes.")
    answer.headers["Retry-After"] = _AGAIN
    return answer


def _kept(answer: Response) -> Response:
    """Who has it already gets "not modified". Weak: it is compressed another way each time."""
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:32], weak=True)
    answer.make_conditional(request)
    return answer


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"
