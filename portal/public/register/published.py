"""What was published, of every kind together: letters, replies, statements and so on.

Feeds and mails choose from it by State, mandate, theme and kind. All of it is read from public
tables, so what was taken back is not there.
"""

from collections.abc import Collection
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    func,
    or_,
    select,
    true,
)

from portal.followup.inputs.announced import CALLS
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from portal.public.documents import queries as library
from portal.public.documents.read_model import documents, openings, versions
from portal.public.register import of_visits
from portal.public.register.issue_model import issues
from portal.public.register.publication import (
    CALL,
    DOCUMENT,
    FOLLOW_UP,
    ISSUE,
    KINDS,
    OF_ALL,
    RECOMMENDATION,
    REPORT,
    TAKEN_UP,
    Choice,
    Item,
    Kind,
)
from portal.public.register.statement_model import statements
from portal.public.register.tables import letters, recommendations, replies
from shared.platform.tables import any_of

MOST: Final = 50
"""Items of a feed."""
_MOST_ADVICE: Final = 250
"""Items of one that has recommendations: a report brings up to a hundred, and none is left out."""
_l, _r, _s, _v, _i = letters.c, replies.c, statements.c, reports.c, issues.c
_c, _f, _in, _d = recommendations.c, rounds.c, CALLS.c, documents.c
_dv = versions.alias().c  # beside those that say whether a document is there


def latest(conn: Connection, choice: Choice) -> list[Item]:
    """Return the newest of this choice, newest first: as many as a feed has."""
    most = _MOST_ADVICE if RECOMMENDATION in choice.kinds else MOST
    found = [
        [_MADE[kind](row) for row in conn.execute(_newest(kind, choice).limit(most))]
        for kind in choice.of_kinds
    ]
    return list(islice(merge(*found, key=lambda one: one.at, reverse=True), most))


def keys_since(conn: Connection, begin: datetime) -> list[tuple[str, datetime]]:
    """Return key and time of all that was published since, oldest first."""
    found = [
        (_key(kind, row.key, row.at), row.at)
        for kind in KINDS
        for row in conn.execute(
            _QUERIES[kind]
            .with_only_columns(_KEY[kind].label("key"), _AT[kind].label("at"))
            .where(_AT[kind] >= begin)
        )
    ]
    themes = of_visits.themed(conn, begin)
    found += [
        (by_theme(_key(REPORT, row.number, row.published_at), theme), row.published_at)
        for row in conn.execute(_QUERIES[REPORT].where(_v.number.in_(themes)))
        for theme in themes[row.number]
    ]
    return sorted(found, key=lambda one: (one[1], one[0]))


def by_theme(key: str, theme: str) -> str:
    """Return the key of the same report under a theme: its recommendations are tagged later."""
    return f"{key}+{theme}"


def with_keys(conn: Connection, keys: Collection[str], kinds: Collection[Kind]) -> list[Item]:
    """Return those of these publications, of these kinds, that are public still, oldest first."""
    numbers: dict[str, list[int]] = {}
    for key in keys:
        kind, number, _ = key.split("-")
        numbers.setdefault(kind, []).append(int(number))
    found = [
        _MADE[kind](row)
        for kind in kinds
        if kind in numbers
        for row in conn.execute(_QUERIES[kind].where(_KEY[kind].in_(numbers[kind])))
    ]
    wanted = set(keys)
    return sorted((one for one in found if one.key in wanted), key=lambda one: (one.at, one.key))


def _newest(kind: Kind, choice: Choice) -> Select[Any]:
    query = _QUERIES[kind].order_by(_AT[kind].desc(), _KEY[kind])
    if kind in OF_ALL:
        return query
    of = choice.of_mandates
    if kind == RECOMMENDATION:
        to = _c.addressee.in_(choice.states) if choice.states else true()
        return query.where(to, _c.mandate.in_(sorted(of)) if of is not None else true())
    if kind == REPORT:
        to = _v.state.in_(choice.states) if choice.states else true()
        by = any_of(_v.mandates, of) if of is not None else true()
        return query.where(to, or_(by, of_visits.under(choice.themes)) if choice.themes else by)
    if kind in {FOLLOW_UP, CALL}:
        its = _f if kind == FOLLOW_UP else _in
        to = its.state.in_(choice.states) if choice.states else true()
        return query.where(to, its.mandate.in_(sorted(of)) if of is not None else true())
    if choice.states and kind == "statement":
        query = query.where(any_of(_s.states, choice.states))
    elif choice.states:
        query = query.where(_l.recipient.in_(choice.states))
    if of is not None:
        query = query.where(any_of(_s.mandates if kind == "statement" else _l.mandates, of))
    return query


def _letter(row: Row[Any]) -> Item:
    return _of_letter("letter", row, type=row.type, edition=row.edition)


def _reply(row: Row[Any]) -> Item:
    part = f"{row.kind}-{row.key}"
    return _of_letter("reply", row, type=row.kind, part=part, language=row.language)


def _of_letter(kind: Kind, row: Row[Any], **own: Any) -> Item:
    at, its = row.published_at, {"states": (row.recipient,), "reference": row.reference}
    return _item(kind, row, row.slug, at, first_at=at, **its, **own)


def _statement(row: Row[Any]) -> Item:
    return _item(
        "statement",
        row,
        row.statement_id,
        row.issued_at,
        first_at=row.first_issued_at,
        edition=row.edition,
        states=tuple(row.states),
        type=row.kind,
        title=row.title,
        language=row.language,
    )


def _recommendation(row: Row[Any]) -> Item:
    return Item(
        key=_key(RECOMMENDATION, row.key, row.published_at),
        kind=RECOMMENDATION,
        item_id=str(row.key + 1),
        part=f"r-{row.recommendation_id}",
        at=row.published_at,
        first_at=row.published_at,
        edition=2 if row.symbol else 1,
        states=(row.addressee,),
        mandates=(row.mandate,),
        type=TAKEN_UP if row.item else "",
        text=row.text,
    )


def _report(row: Row[Any]) -> Item:
    return Item(
        key=_key(REPORT, row.number, row.published_at),
        kind=REPORT,
        item_id=row.mission_id,
        at=row.published_at,
        first_at=row.published_at,
        states=(row.state,),
        mandates=tuple(row.mandates),
        type="",
        reference=row.symbol,
        text=None,
    )


def _follow_up(row: Row[Any]) -> Item:
    its = {"title": str(row.year), "reference": row.symbol or ""}
    return _of_visit(FOLLOW_UP, row, row.round_id, row.published_at, **its)


def _call(row: Row[Any]) -> Item:
    return _of_visit(CALL, row, row.call_id, row.issued_at, until=row.closes_on)


def _of_visit(kind: Kind, row: Row[Any], item_id: str, at: datetime, **own: Any) -> Item:
    return Item(
        key=_key(kind, row.number, at),
        kind=kind,
        item_id=item_id,
        at=at,
        first_at=at,
        states=(row.state,),
        mandates=(row.mandate,),
        type="",
        text=None,
        **own,
    )


def _document(row: Row[Any]) -> Item:
    return Item(
        key=_key(DOCUMENT, row.number, row.at),
        kind=DOCUMENT,
        item_id=row.document_id,
        part=f"{row.language}-{row.version}",
        at=row.at,
        first_at=row.at,
        states=(),
        mandates=(),
        type=row.kind,
        reference=str(row.version),
        language=row.language,
        text=None,
    )


def _issue(row: Row[Any]) -> Item:
    return Item(
        key=_key(ISSUE, row.key, row.sent_at),
        kind=ISSUE,
        item_id=row.period,
        at=row.sent_at,
        first_at=row.sent_at,
        states=(),
        mandates=(),
        type=row.kind,
        text=None,
    )


def _item(kind: Kind, row: Row[Any], item_id: str, at: datetime, **own: Any) -> Item:
    return Item(
        key=_key(kind, row.key, at),
        kind=kind,
        item_id=item_id,
        at=at,
        mandates=tuple(row.mandates),
        text=row.text,
        **own,
    )


def _key(kind: Kind, key: int, at: datetime) -> str:
    return f"{kind}-{key}-{at:%Y%m%d%H%M%S}"


def _opened_at() -> ColumnElement[Any]:
    """Return when everybody could read a document that they read now: since then without a gap."""
    o, closed = openings.alias(), openings.alias().c
    last = (
        select(func.coalesce(func.max(closed.position), -1))
        .where(closed.document_id == _d.document_id, closed.public.is_(False))
        .correlate(documents)
        .scalar_subquery()
    )
    since = select(func.min(o.c.changed_at)).where(
        o.c.document_id == _d.document_id, o.c.public.is_(True), o.c.position > last
    )
    return since.correlate(documents).scalar_subquery()


_READ_AT: Final = case((_opened_at() > _dv.current_at, _opened_at()), else_=_dv.current_at)
"""When everybody could read a version: once it was current, and its document for everybody."""
_OF_ITS_LETTER = (_l.slug, _l.reference, _l.recipient, _l.mandates)
_QUERIES: Final[dict[Kind, Select[Any]]] = {
    "letter": select(_l.key, *_OF_ITS_LETTER, _l.type, _l.edition, _l.published_at, _l.text),
    "reply": select(
        _r.key, *_OF_ITS_LETTER, _r.kind, _r.language, _r.published_at, _r.text
    ).join(letters, _l.communication_id == _r.communication_id),
    "statement": select(
        _s.key, _s.statement_id, _s.edition, _s.kind, _s.mandates, _s.states, _s.language,
        _s.title, _s.text, _s.first_issued_at, _s.issued_at,
    ),
    "recommendation": select(
        _c.key, _c.recommendation_id, _c.addressee, _c.mandate, _c.symbol, _c.text,
        _c.published_at, _c.item,
    ).where(_c.text.is_not(None)),
    "report": select(
        _v.number, _v.mission_id, _v.state, _v.mandates, _v.symbol, _v.published_at
    ).where(of_visits.REPORTS),
    "followup": select(
        _f.number, _f.round_id, _f.state, _f.mandate, _f.year, _f.symbol, _f.published_at
    ).where(of_visits.TABLES),
    "call": select(
        _in.number, _in.call_id, _in.state, _in.mandate, _in.closes_on, _in.issued_at
    ).where(of_visits.CALLS),
    "document": select(
        _dv.number, _dv.document_id, _dv.language, _dv.version, _d.kind, _READ_AT.label("at")
    ).join(documents, _d.document_id == _dv.document_id).where(
        _dv.stage == "current", _d.registered_at.is_not(None), _d.withdrawn_at.is_(None),
        library.for_all(),
    ),
    "issue": select(_i.key, _i.period, _i.kind, _i.sent_at),
}  # fmt: skip
_AT: Final[dict[Kind, Any]] = {
    "letter": _l.published_at, "reply": _r.published_at, "statement": _s.issued_at,
    "recommendation": _c.published_at, "report": _v.published_at, "issue": _i.sent_at,
    "followup": _f.published_at, "call": _in.issued_at, "document": _READ_AT,
}  # fmt: skip
_KEY: Final[dict[Kind, Any]] = {
    "letter": _l.key,
    "reply": _r.key,
    "statement": _s.key,
    "recommendation": _c.key,
    "report": _v.number,
    "followup": _f.number,
    "call": _in.number,
    "document": _dv.number,
    "issue": _i.key,
}
_MADE: Final = {
    "letter": _letter,
    "reply": _reply,
    "statement": _statement,
    "recommendation": _recommendation,
    "report": _report,
    "followup": _follow_up,
    "call": _call,
    "document": _document,
    "issue": _issue,
}
