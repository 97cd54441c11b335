"""A sheet of letters from before the platform: CSV, XLSX or NDJSON, every row checked.

The first row names the columns, in any order; NDJSON has an object with the same names on each
line. What is wrong is said row by row, as a code that each reader gets in their own words.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, TypeAlias

from pydantic_core import from_json

from portal.source.drafts import spreadsheet
from portal.web.sheet import line
from shared.contracts.approvals_history_commands import PastLetter
from shared.core.message import derive_id
from shared.reference import states
from shared.reference.former_states import former_state
from shared.reference.history import MOST, sound

COLUMNS: Final = (
    *("type", "reference", "recipient", "mandates", "sent"),
    *("replies", "published", "document"),
)
NEEDED: Final = frozenset({"type", "recipient", "mandates", "sent"})
_EXAMPLE: Final = (
    *("UA", "UA YUG 3/1998", "YUG", "sr-torture; wgad", "1998-03-17"),
    *("1998-05-02; 1998-11-20", "1999-02-01", "https://documents.un.org/example"),
)
_LONGEST: Final = 400

Cells: TypeAlias = Mapping[str, str]


class Unusable(Exception):
    """The sheet as a whole; ``code``: why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """``code``: what is wrong; mostly the column."""

    row: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    letters: Sequence[PastLetter]
    faults: Sequence[Fault]


def template() -> bytes:
    """Return a sheet with an example, as spreadsheet programs open it everywhere."""
    return "".join(map(line, (COLUMNS, _EXAMPLE))).encode("utf-8-sig")


def rows(content: bytes) -> Iterator[tuple[int, Cells]]:
    """Yield the number and cells of each row that has any. Raises ``Unusable``."""
    if content.lstrip().startswith(b"{"):
        yield from _objects(content)
        return
    try:
        lines = spreadsheet.rows(content, columns=2 * len(COLUMNS))
        head = [title.casefold().strip() for title in next(lines, (1, ()))[1]]
        _check([title for title in head if title])
        for number, cells in lines:
            told = dict(zip(head, cells, strict=False))
            if any(told.values()):
                yield number, {name: cell[:_LONGEST] for name, cell in told.items() if name}
    except spreadsheet.Unreadable:
        raise Unusable("unreadable") from None


def read(content: bytes, import_id: str, *, mandates: Collection[str], today: date) -> Read:
    """Check each row. ``mandates``: all that there are and were. Raises ``Unusable``."""
    letters: list[PastLetter] = []
    faults: list[Fault] = []
    for number, told in rows(content):
        if len(letters) + len(faults) >= MOST:
            raise Unusable("too_many")
        made = _letter(number, told, import_id, mandates, today)
        if isinstance(made, PastLetter):
            letters.append(made)
        else:
            faults.append(Fault(row=number, code=made))
    if not letters and not faults:
        raise Unusable("empty")
    return Read(letters=letters, faults=faults)


def with_problems(content: bytes, problems: Mapping[int, str]) -> Iterator[str]:
    """Yield the rows that have a problem as CSV, as they were, with one more column."""
    yield line((*COLUMNS, "problem"))
    for number, told in rows(content):
        if number in problems:
            yield line((*(told.get(name, "") for name in COLUMNS), problems[number]))


def _objects(content: bytes) -> Iterator[tuple[int, Cells]]:
    for number, one in enumerate(content.splitlines(), 1):
        if not one.strip():
            continue
        try:
            told: Any = from_json(one)
        except ValueError:
            raise Unusable("unreadable") from None
        if not isinstance(told, dict):
            raise Unusable("unreadable")
        yield number, {str(name): _cell(value)[:_LONGEST] for name, value in told.items()}


def _cell(value: Any) -> str:
    some = value if isinstance(value, list) else [value]
    return "; ".join("" if one is None else str(one).strip() for one in some)


def _check(head: Sequence[str]) -> None:
    known = {*COLUMNS, "problem"}
    if not set(head) >= NEEDED or not set(head) <= known or len(head) > len(set(head)):
        raise Unusable("columns")


def _letter(
    number: int, told: Cells, import_id: str, known: Collection[str], today: date
) -> PastLetter | str:
    """Return the letter, or what is wrong first."""
    if missing := next((name for name in COLUMNS if name in NEEDED and not told.get(name)), ""):
        return missing
    try:
        sent_on = date.fromisoformat(told["sent"])
    except ValueError:
        return "sent"
    try:
        replied_on = tuple(sorted(map(date.fromisoformat, _some(told.get("replies", "")))))
    except ValueError:
        return "replies"
    try:
        published_on = date.fromisoformat(told["published"]) if told.get("published") else None
    except ValueError:
        return "published"
    one = PastLetter(
        letter_id=str(derive_id("past letter", import_id, number)),
        row=number,
        type=told["type"].upper(),
        reference=" ".join(told.get("reference", "").upper().split()),
        recipient=_recipient(told["recipient"]),
        mandates=tuple(_some(told["mandates"].lower())),
        sent_on=sent_on,
        replied_on=replied_on,
        published_on=published_on,
        document=told.get("document", ""),
    )
    return _wrong(one, known, today) or one


def _wrong(one: PastLetter, known: Collection[str], today: date) -> str:
    if not set(one.mandates) <= set(known):
        return "mandates"
    return sound(
        type_=one.type,
        reference=one.reference,
        recipient=one.recipient,
        of=one.mandates,
        sent_on=one.sent_on,
        replied_on=one.replied_on,
        published_on=one.published_on,
        document=one.document,
        today=today,
    )


def _some(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _recipient(text: str) -> str:
    """Return the code of a State, also of one that is no more, by its code or name."""
    if text.upper() in {*states(), "OTH"}:
        return text.upper()
    former = former_state(text)
    return former.code if former else _by_name().get(text.casefold(), "")


@cache
def _by_name() -> Mapping[str, str]:
    return {one.name.casefold(): code for code, one in states().items()}
