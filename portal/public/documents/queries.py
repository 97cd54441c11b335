"""What a person reads of the library: section H.5. Default deny.

Whoever is of its audience sees a document: its current and its superseded versions. Whoever keeps
it sees all of it: the librarian, the Chief, and the desk what it owns. Every list, count, search,
page and file asks ``visible``, so narrowing an audience hides old versions too.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from portal.public.documents.read_model import (
    audiences,
    bundles,
    documents,
    files,
    followings,
    readings,
    themes,
    titles,
    versions,
)
from portal.stakeholders.read_model import chains
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.documents import KIT, OF_MANDATE, WRITERS, audiences_of, reads, writes

KEEPERS: Final = frozenset({*WRITERS.values(), Role.CHIEF})
READABLE: Final = ("current", "superseded")
PREPARED: Final = ("draft", "review", "approved")
Day: TypeAlias = date | ColumnElement[date]
_LANGUAGE_OF: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "prepared": PREPARED,
        "due": (*READABLE, *PREPARED),
        "withdrawn": (*READABLE, *PREPARED, "withdrawn"),
    }
)
"""In which stages a version of a language is looked for; otherwise the current one."""
_d = documents.c
_v = versions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """``titles``: by language, sealed. ``audience``: who can see it.

    ``description``: the number of how it is described.
    """

    document_id: str
    kind: str
    language: str
    unit: str
    review_on: date
    asks_reading: bool
    supersedes: str | None
    description: int
    withdrawn_at: datetime | None
    keywords: Sealed | None
    reason: Sealed | None
    titles: Mapping[str, Sealed]
    audience: Sequence[str]
    themes: Sequence[str]

    @property
    def public(self) -> bool:
        return "public" in self.audience

    def is_open(self, version: "Version") -> bool:
        """Whether everybody reads this version, so that nobody's reading is on record."""
        return self.public and self.withdrawn_at is None and version.stage in READABLE

    @property
    def mandates(self) -> list[str]:
        """The mandates whose holders and officers see it."""
        some = (one for one in self.audience if one.startswith(OF_MANDATE))
        return [one.removeprefix(OF_MANDATE) for one in some]

    def title(self, language: str) -> Sealed:
        """Return the title in this language, or else in that of the original."""
        return self.titles.get(language) or self.titles[self.language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    document_id: str
    language: str
    version: int
    translates: int | None
    stage: str
    summary: Sealed
    valid_from: date
    uploaded_by: str
    submitted_by: str | None
    approved_by: str | None
    approved_at: datetime | None
    current_at: datetime | None
    reason: Sealed | None
    with_original: bool | None

    @property
    def key(self) -> tuple[str, int]:
        return self.language, self.version


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    file_id: str
    object_name: str
    sha256: str
    size: int
    scanned: str
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``state``: of a document; for who keeps it alone. Empty: what anybody reads."""

    kind: str = ""
    theme: str = ""
    language: str = ""
    state: str = ""


def kept_by(actor: Actor | None) -> ColumnElement[bool]:
    """Which documents this person keeps."""
    if actor is None:
        return false()
    if actor.has(Role.CHIEF, Role.STAKEHOLDER_OFFICER):
        return true()
    units = [unit for unit, role in WRITERS.items() if actor.has(role)]
    return _d.unit.in_(units) if units else false()


def visible(actor: Actor | None, on: Day) -> ColumnElement[bool]:
    """Which documents exist for this person; None: for everybody.

    What is for a mandate is for nobody any more once the mandate has ended.
    """
    a = audiences.c
    of = a.audience.in_(sorted(audiences_of(actor)))
    theirs = exists().where(a.document_id == _d.document_id, of, a.audience.not_in(_ended(on)))
    return or_(and_(theirs, _was_current()), kept_by(actor))


def for_all() -> ColumnElement[bool]:
    """Which documents exist for everybody. No mandate's end changes that."""
    return visible(None, date.max)


def readers(conn: Connection, document_id: str, on: date) -> Callable[[Actor], bool]:
    """Return what says of a person whether a document exists for them: ``visible`` of many."""
    a, mine = audiences.c, _d.document_id == document_id
    these = select(a.audience).where(a.document_id == document_id, a.audience.not_in(_ended(on)))
    audience = set(conn.scalars(these))
    unit = conn.scalar(select(_d.unit).where(mine))
    was_current = conn.scalar(select(_was_current()).where(mine))

    def sees(actor: Actor) -> bool:
        keeps_it = actor.has(Role.CHIEF) or bool(unit and writes(actor, unit))
        return keeps_it or bool(was_current and reads(actor, audience))

    return sees


def _ended(on: Day) -> Select[tuple[str]]:
    """Return the audiences of mandates that have ended."""
    return select(literal(OF_MANDATE) + chains.c.mandate).where(chains.c.ended_on < on)


def asked(
    conn: Connection, seen: ColumnElement[bool], actor: Actor | None, by: Filters, on: date
) -> list[Document]:
    """Return the documents that the filters leave, the newest first."""
    these = select(documents).where(_d.registered_at.is_not(None), seen, _in(by, actor, on))
    if by.kind:
        these = these.where(_d.kind == by.kind)
    if by.theme:
        t = themes.c
        these = these.where(exists().where(t.document_id == _d.document_id, t.theme == by.theme))
    if by.language:
        stages = _LANGUAGE_OF.get(by.state, ("current",))
        these = these.where(_has(*stages, _v.language == by.language))
    rows = conn.execute(these.order_by(_d.registered_at.desc(), _d.document_id)).all()
    return _made(conn, rows)


def one(conn: Connection, seen: ColumnElement[bool], document_id: str) -> Document | None:
    these = select(documents).where(_d.registered_at.is_not(None), seen)
    rows = conn.execute(these.where(_d.document_id == document_id)).all()
    return next(iter(_made(conn, rows)), None)


def keeps(conn: Connection, actor: Actor | None, document_id: str) -> bool:
    these = select(_d.document_id).where(_d.document_id == document_id, kept_by(actor))
    return conn.scalar(these) is not None


def current_since(conn: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """Return when the last current version of each of these documents became it."""
    these = select(_v.document_id, func.max(_v.current_at).label("at")).where(
        _v.document_id.in_(sorted(set(ids))), _v.stage == "current"
    )
    return {row.document_id: row.at for row in conn.execute(these.group_by(_v.document_id))}


def versions_of(conn: Connection, document_id: str, *, kept: bool) -> list[Version]:
    """Return those that are read, or all for who keeps the document; the newest first."""
    these = select(versions).where(_v.document_id == document_id, _v.uploaded_at.is_not(None))
    if not kept:
        these = these.where(_v.stage.in_((*READABLE, "withdrawn")), _v.current_at.is_not(None))
    rows = conn.execute(these.order_by(_v.language, _v.version.desc()))
    names = Version.__dataclass_fields__
    return [Version(**{name: getattr(row, name) for name in names}) for row in rows]


def files_of(conn: Connection, one: Version) -> list[File]:
    c = files.c
    these = select(files).where(
        c.document_id == one.document_id, c.language == one.language, c.version == one.version
    )
    rows = conn.execute(these.order_by(c.place))
    return [File(**{n: getattr(row, n) for n in File.__dataclass_fields__}) for row in rows]


def of_file(conn: Connection, document_id: str, file_id: str) -> tuple[str, int] | None:
    """Return the version to which a file belongs."""
    c = files.c
    these = select(c.language, c.version).where(c.document_id == document_id, c.file_id == file_id)
    row = conn.execute(these).one_or_none()
    return None if row is None else (row.language, row.version)


def read_by(conn: Connection, document_id: str, reader: str) -> set[tuple[str, int]]:
    c = readings.c
    mine = select(c.language, c.version).where(c.document_id == document_id, c.reader == reader)
    return {(row.language, row.version) for row in conn.execute(mine)}


def readers_of(conn: Connection, one: Version) -> list[tuple[str, datetime]]:
    """Return who said that they have read a version, and when."""
    c = readings.c
    these = select(c.reader, c.read_at).where(
        c.document_id == one.document_id, c.language == one.language, c.version == one.version
    )
    rows = conn.execute(these.order_by(c.read_at.desc(), c.reader))
    return [(row.reader, row.read_at) for row in rows]


def follows(conn: Connection, reader: str) -> list[str]:
    """Return the themes of which somebody hears."""
    f = followings.c
    return list(conn.scalars(select(f.theme).where(f.reader == reader).order_by(f.place)))


def kit(conn: Connection, mandate: str) -> tuple[str, ...]:
    """Return the documents of the kit of all (``mandate`` empty), or what a mandate adds to it."""
    c = bundles.c
    these = select(c.document_id).where(c.mandate == mandate).order_by(c.place)
    return tuple(conn.scalars(these))


def for_kit(conn: Connection, seen: ColumnElement[bool], now: Sequence[str]) -> list[Document]:
    """Return what is in the kit ``now``, in its order, and what can be added."""
    more = and_(_d.kind.in_(sorted(KIT)), _d.withdrawn_at.is_(None))
    these = select(documents).where(seen, or_(more, _d.document_id.in_(now)))
    rows = conn.execute(these.order_by(_d.registered_at.desc(), _d.document_id)).all()
    found = {each.document_id: each for each in _made(conn, rows)}
    return [found[each] for each in dict.fromkeys([*now, *found]) if each in found]


def in_kit(conn: Connection, actor: Actor, mandates: Collection[str], on: date) -> list[Document]:
    """Return what this person can see of the kit, with what these mandates add to it."""
    ids = [each for mandate in ("", *mandates) for each in kit(conn, mandate)]
    found = some(conn, and_(visible(actor, on), _d.withdrawn_at.is_(None), _has("current")), ids)
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def some(conn: Connection, seen: ColumnElement[bool], ids: Iterable[str]) -> dict[str, Document]:
    """Return those of these documents that are seen."""
    these = select(documents).where(seen, _d.document_id.in_(sorted(set(ids))))
    return {each.document_id: each for each in _made(conn, conn.execute(these).all())}


def replaced_by(conn: Connection, seen: ColumnElement[bool], document_id: str) -> Document | None:
    """Return the document that replaces this one and has a current version."""
    these = select(documents).where(
        seen, _d.supersedes == document_id, _d.withdrawn_at.is_(None), _has("current")
    )
    rows = conn.execute(these.order_by(_d.registered_at, _d.document_id)).all()
    return next(iter(_made(conn, rows)), None)


def _in(by: Filters, actor: Actor | None, on: date) -> ColumnElement[bool]:
    stands = _d.withdrawn_at.is_(None)
    match by.state:
        case "prepared":
            first = ~_has(*READABLE, *PREPARED)
            return and_(kept_by(actor), stands, or_(_has(*PREPARED), first))
        case "due":
            return and_(kept_by(actor), stands, _d.review_on <= on)
        case "withdrawn":
            return and_(kept_by(actor), _d.withdrawn_at.is_not(None))
        case _:
            return and_(stands, _has("current"))


def _has(*what: Any) -> ColumnElement[bool]:
    stages = [one for one in what if isinstance(one, str)]
    also = [one for one in what if not isinstance(one, str)]
    return exists().where(_v.document_id == _d.document_id, _v.stage.in_(stages), *also)


def _was_current() -> ColumnElement[bool]:
    return exists().where(_v.document_id == _d.document_id, _v.current_at.is_not(None))


def _made(conn: Connection, rows: Sequence[Row[Any]]) -> list[Document]:
    ids = [row.document_id for row in rows]
    named: dict[str, dict[str, Sealed]] = {}
    for row in conn.execute(select(titles).where(titles.c.document_id.in_(ids))):
        named.setdefault(row.document_id, {})[row.language] = row.title
    seen = _listed(conn, audiences, "audience", ids)
    about = _listed(conn, themes, "theme", ids)
    plain = set(Document.__dataclass_fields__) - {"titles", "audience", "themes"}
    return [
        Document(
            titles=named.get(row.document_id, {}),
            audience=seen.get(row.document_id, []),
            themes=about.get(row.document_id, []),
            **{name: getattr(row, name) for name in plain},
        )
        for row in rows
    ]


def _listed(
    conn: Connection, table: Table, column: str, ids: Sequence[str]
) -> dict[str, list[str]]:
    c = table.c
    rows = conn.execute(select(table).where(c.document_id.in_(ids)).order_by(c.place, c[column]))
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(getattr(row, column))
    return found
