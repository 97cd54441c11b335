"""A timeline: what happened, step by step, as far as a person may see it.

An area says once, as data, what each kind of its facts is (``Kind``), and gives the rows and who is
looking. A kind that no area names, and a kind of which nothing is said about who sees it, is shown
to nobody; what is hidden leaves no gap. ``timeline.html`` renders what ``told`` returns.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection

from portal.web.accounts import account as accounts
from portal.web.context import vault
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.reference import mandate_acronym

Sight = TypeVar("Sight")
"""What the area knows of who is looking."""
Row: TypeAlias = Any
"""A row of an area's table of steps, or a ``Fact``."""


def nobody(_sight: object, _row: Row) -> bool:
    return False


def everybody(_sight: object, _row: Row) -> bool:
    """Everybody who sees the page."""
    return True


@dataclass(frozen=True)
class Kind(Generic[Sight]):
    """What a kind of fact is on a timeline.

    ``title``: a text that may have the row's mandate, version and detail in it, or what makes one.
    ``sees``: who sees that it happened; ``named``: and by whom; ``reads``: and the note. ``by``:
    who, where that is no account. ``opens``: an endpoint, its argument and the words of a link to
    the row's ``other_id``. ``daily``: only the day is known.
    """

    title: str | Callable[[Sight, Row], str]
    sees: Callable[[Sight, Row], bool] = nobody
    named: Callable[[Sight, Row], bool] = nobody
    reads: Callable[[Sight, Row], bool] = nobody
    by: Callable[[Sight, Row], str | None] = lambda _sight, _row: None
    detail: Callable[[Sight, Row], str] = lambda _sight, _row: ""
    label: str | None = None
    opens: tuple[str, str, str] | None = None
    daily: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of what stands in no table of steps; without a position, the last of its time."""

    kind: str
    at: datetime
    by_id: str | None = None
    detail: Any = None
    note: Sealed | None = None
    position: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A fact, as somebody is told of it. ``note``: sealed."""

    kind: str
    title: str
    at: datetime | date
    by: str | None
    by_id: str | None
    note: Sealed | None
    detail: str
    says: Kind[Any]
    row: Row


@dataclass(frozen=True, slots=True)
class Timeline:
    """Steps with the names of those who took them and the notes, by their ciphers; None: erased."""

    steps: Sequence[Step]
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str | None] = field(default_factory=dict)

    def by(self, step: Step) -> str | None:
        return step.by or self.names.get(step.by_id or "")

    def read(self, note: Sealed) -> str | None:
        return self.texts[note.cipher]


def by_time(row: Row) -> tuple[datetime, float]:
    """The order of facts of several streams, by the time at which they happened."""
    return row.at, row.position


def shown(
    rows: Iterable[Row],
    kinds: Mapping[str, Kind[Sight]],
    sight: Sight,
    *,
    order: Callable[[Row], Any] = attrgetter("position"),
    newest_first: bool = True,
) -> list[Step]:
    """Return the steps that a person of this sight may see."""
    return [
        _step(kind, sight, row)
        for row in sorted(rows, key=order, reverse=newest_first)
        if (kind := kinds.get(row.kind)) and kind.sees(sight, row)
    ]


def told(conn: Connection, steps: Sequence[Step]) -> Timeline:
    """Name who took these steps, and open their notes. Ask who is looking before: ``shown``."""
    notes = [step.note for step in steps if step.note]
    texts = vault().reveal_all(notes) if notes else []
    people = {step.by_id for step in steps if step.by_id}
    opened = dict(zip((note.cipher for note in notes), texts, strict=True))
    return Timeline(steps, accounts.names(conn, people) if people else {}, opened)


def _step(kind: Kind[Sight], sight: Sight, row: Row) -> Step:
    title = kind.title
    return Step(
        kind=row.kind,
        title=title(sight, row) if callable(title) else title % _words(row),
        at=day_of(row.at) if kind.daily else row.at,
        by=kind.by(sight, row),
        by_id=row.by_id if kind.named(sight, row) else None,
        note=row.note if kind.reads(sight, row) else None,
        detail=kind.detail(sight, row),
        says=kind,
        row=row,
    )


def _words(row: Row) -> dict[str, object]:
    """The words that a title may have."""
    mandate = mandate_acronym(getattr(row, "mandate", None) or "")
    return {
        "mandate": mandate,
        "version": getattr(row, "version", None),
        "detail": getattr(row, "detail", None),
    }
