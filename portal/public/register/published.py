"""What was published, of every kind together: letters, replies, statements and so on.

Feeds and mails choose from it by State, mandate, theme and kind. All of it is read from public
tables, so what was taken back is not there. Issues of the briefing and the bulletin tell again what
the other kinds tell, and a report brings up to a hundred recommendations at once: they are there
only where somebody asks for them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    cast,
    false,
    or_,
    select,
    true,
)

from portal.followup.visit_reports.read_model import reports
from portal.public.register.issue_model import issues
from portal.public.register.statement_model import statements
from portal.public.register.tables import letters, recommendations, replies
from shared.reference.themes import THEMES, mandates_of

Kind: TypeAlias = Literal["letter", "reply", "statement", "recommendation", "report", "issue"]
KINDS: Final[tuple[Kind, ...]] = (
    "letter", "reply", "statement", "recommendation", "report", "issue",
)  # fmt: skip
ISSUE: Final = "issue"
RECOMMENDATION: Final = "recommendation"
REPORT: Final = "report"
"""The report on a visit."""
TAKEN_UP: Final = "taken up"
"""The type of a recommendation that another mechanism made."""
_UNASKED: Final[tuple[Kind, ...]] = ("letter", "reply", "statement", "report")
MOST: Final = 50
"""Items of a feed."""
_MOST_ADVICE: Final = 250
"""Items of one that has recommendations: a report brings up to a hundred, and none is left out."""
_l, _r, _s, _v, _i = letters.c, replies.c, statements.c, reports.c, issues.c
_c = recommendations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which States, mandates or themes, and kinds; none of them means all, but of kinds three.

    A theme is that of its mandates. An issue is of all States and mandates.
    """

    states: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def of_mandates(self) -> frozenset[str] | None:
        """The mandates chosen, with those of the themes; None: all."""
        if not (self.mandates or self.themes):
            return None
        return mandates_of(one for one in self.themes if one in THEMES) | {*self.mandates}

    @property
    def of_kinds(self) -> tuple[Kind, ...]:
        return self.kinds or _UNASKED

    def wants(self, one: "Item") -> bool:
        if one.kind not in self.of_kinds:
            return False
        of = self.of_mandates
        return one.kind == ISSUE or (
            (not self.states or not set(self.states).isdisjoint(one.states))
            and (of is None or not of.isdisjoint(one.mandates))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something published. ``at``: of a corrected text, when it was corrected.

    ``key``: of this publication; a correction has another. ``item_id``: of a letter its slug, of a
    reply the slug of its letter, of an issue its period, of a recommendation the key before which
    the list has it first, of a report its mission. ``part``: tells apart what is on one page.
    ``type``: of a letter, a reply, a statement or an issue; of a recommendation TAKEN_UP, or none.
    ``reference``: of a letter, and the symbol of a report. ``title``: of a statement. ``text``:
    None where the State keeps a reply confidential, and of a report. ``edition``: of a text that
    was corrected more than 1.
    """

    key: str
    kind: Kind
    item_id: str
    part: str = ""
    at: datetime
    first_at: datetime
    edition: int = 1
    states: tuple[str, ...]
    mandates: tuple[str, ...]
    type: str
    reference: str = ""
    title: str = ""
    language: str | None = None
    text: str | None


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
    return sorted(found, key=lambda one: (one[1], one[0]))


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
    if kind == ISSUE:
        return query
    of = choice.of_mandates
    if kind == RECOMMENDATION:
        to = _c.addressee.in_(choice.states) if choice.states else true()
        return query.where(to, _c.mandate.in_(sorted(of)) if of is not None else true())
    if kind == REPORT:
        to = _v.state.in_(choice.states) if choice.states else true()
        return query.where(to, _any_of(_v.mandates, of) if of is not None else true())
    if choice.states and kind == "statement":
        query = query.where(_any_of(_s.states, choice.states))
    elif choice.states:
        query = query.where(_l.recipient.in_(choice.states))
    if of is not None:
        query = query.where(_any_of(_s.mandates if kind == "statement" else _l.mandates, of))
    return query


def _any_of(column: ColumnElement[Any], codes: Collection[str]) -> ColumnElement[bool]:
    """Whether one of the codes stands in a list."""
    written = cast(column, Text)
    return or_(false(), *(written.contains(f'"{code}"', autoescape=True) for code in sorted(codes)))


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
    ).where(_v.stage == "published"),
    "issue": select(_i.key, _i.period, _i.kind, _i.sent_at),
}  # fmt: skip
_AT: Final[dict[Kind, Any]] = {
    "letter": _l.published_at, "reply": _r.published_at, "statement": _s.issued_at,
    "recommendation": _c.published_at, "report": _v.published_at, "issue": _i.sent_at,
}  # fmt: skip
_KEY: Final[dict[Kind, Any]] = {
    "letter": _l.key,
    "reply": _r.key,
    "statement": _s.key,
    "recommendation": _c.key,
    "report": _v.number,
    "issue": _i.key,
}
_MADE: Final = {
    "letter": _letter,
    "reply": _reply,
    "statement": _statement,
    "recommendation": _recommendation,
    "report": _report,
    "issue": _issue,
}
