"""A sheet of letters from before the platform: CSV, XLSX, ODS or NDJSON, every row checked.

The first row names the columns, in any order; NDJSON has an object with the same names on each
line. What is wrong is said row by row, as a code that each reader gets in their own words.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, Final, TypeAlias

from pydantic_core import from_json

from portal.source.drafts import spreadsheet
from portal.web.i18n.names import spelt
from portal.web.sheet import line
from shared.contracts.approvals_history_commands import PastLetter
from shared.core.message import derive_id
from shared.reference import OTHER, states
from shared.reference.former_states import former_state
from shared.reference.history import MOST, PAPERS, sound

COLUMNS: Final = (
    *("type", "reference", "recipient", "mandates", "sent"),
    *("replies", "published", "document"),
)
"""Those of a letter. A sheet with these alone is a whole one."""
EVERY: Final = (*COLUMNS, "until", "status", "session", "mission")
NEEDED: Final = frozenset({"type", "recipient", "mandates", "sent"})
_EXAMPLES: Final = (
    (
        *("UA", "UA YUG 3/1998", "YUG", "sr-torture; wgad", "1998-03-17"),
        *(
            "1998-05-02; 1998-11-20",
            "1999-02-01",
            "https://documents.un.org/example",
            "",
            "",
            "",
            "",
        ),
    ),
    (
        *("VISIT", "", "MEX", "sr-torture", "1997-08-07"),
        *("", "1998-01-14", "https://documents.un.org/example", "1997-08-16", "completed", "", ""),
    ),
    (
        *("REPORT", "E/CN.4/1998/38/Add.2", "MEX", "sr-torture", "1998-01-14", "", "1998-01-14"),
        *("https://documents.un.org/example", "", "", "CHR 54", "1997-08-07"),
    ),
    (
        *("STATEMENT", "", "MEX", "sr-torture", "1997-08-16", "", "1997-08-16"),
        *("https://documents.un.org/example", "", "", "", "1997-08-07"),
    ),
    (
        *("PUB", "UA YUG 3/1998", "YUG", "sr-torture; wgad", "2000-04-11", "1998-11-20", ""),
        *("https://documents.un.org/example", "", "", "", ""),
    ),
)
_LONGEST: Final = 400
_IN_BRACKETS: Final = re.compile(r" ?\([^()]*\)$")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARK: Final = b"\xef\xbb\xbf"
_PROBLEM: Final = "problem"
_TWICE: Final = "two columns of one name"

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


def subject_of(import_id: str) -> str:
    return f"historysheet-{import_id}"


def template() -> bytes:
    """Return a sheet with examples, as spreadsheet programs open it everywhere."""
    return "".join(map(line, (EVERY, *_EXAMPLES))).encode("utf-8-sig")


def rows(content: bytes) -> Iterator[tuple[int, Cells]]:
    """Yield the number and cells of each row that has any. Raises ``Unusable``."""
    content = content.removeprefix(_MARK)
    told = _objects(content) if content.lstrip().startswith(b"{") else _lines(content)
    for number, cells in told:
        if any("\0" in text for text in chain(cells, cells.values())):
            raise Unusable("unreadable")
        yield number, cells


def _lines(content: bytes) -> Iterator[tuple[int, Cells]]:
    try:
        lines = spreadsheet.rows(content, columns=2 * len(EVERY))
        head = [title.casefold().strip() for title in next(lines, (1, ()))[1]]
        _check([title for title in head if title])
        for number, cells in lines:
            told = dict(zip(head, cells, strict=False))
            if any(told.values()):
                yield number, {name: cell for name, cell in told.items() if name}
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
    wrong = [(number, told) for number, told in rows(content) if number in problems]
    used = {name for _, told in wrong for name, cell in told.items() if cell}
    columns = [name for name in EVERY if name in COLUMNS or name in used]
    yield line((*columns, _PROBLEM))
    for number, told in wrong:
        yield line((*(told.get(name, "") for name in columns), problems[number]))


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
        cells = [(str(name).casefold().strip(), _cell(value)) for name, value in told.items()]
        names = [name for name, _ in cells]
        twice = len(names) > len(set(names))
        yield number, {**dict(cells), **({_TWICE: ""} if twice else {})}


def _cell(value: Any) -> str:
    some = value if isinstance(value, list) else [value]
    return "; ".join("" if one is None else str(one).strip() for one in some)


def _check(head: Sequence[str]) -> None:
    known = {*EVERY, _PROBLEM}
    if not set(head) >= NEEDED or not set(head) <= known or len(head) > len(set(head)):
        raise Unusable("columns")


def _letter(
    number: int, told: Cells, import_id: str, known: Collection[str], today: date
) -> PastLetter | str:
    """Return the letter, or what is wrong first."""
    if not set(told) <= {*EVERY, _PROBLEM}:
        return "columns"
    if any(len(told.get(name, "")) > _LONGEST for name in EVERY):
        return "long"
    if missing := next((name for name in COLUMNS if name in NEEDED and not told.get(name)), ""):
        return missing
    try:
        sent_on = _day(told["sent"])
    except ValueError:
        return "sent"
    try:
        replied_on = tuple(sorted(map(_day, _some(told.get("replies", "")))))
    except ValueError:
        return "replies"
    try:
        published_on = _day(told["published"]) if told.get("published") else None
    except ValueError:
        return "published"
    try:
        until = _day(told["until"]) if told.get("until") else None
    except ValueError:
        return "until"
    try:
        mission = _day(told["mission"]) if told.get("mission") else None
    except ValueError:
        return "mission"
    type_, written = told["type"].upper(), told.get("reference", "")
    one = PastLetter(
        letter_id=str(derive_id("past letter", import_id, number)),
        row=number,
        type=type_,
        reference=" ".join((written if type_ in PAPERS else written.upper()).split()),
        recipient=_recipient(told["recipient"]),
        mandates=tuple(_some(told["mandates"].lower())),
        sent_on=sent_on,
        replied_on=replied_on,
        published_on=published_on,
        document=told.get("document", ""),
        until=until,
        status=told.get("status", "").lower(),
        session=" ".join(told.get("session", "").upper().split()),
        mission=mission,
    )
    return _wrong(one, known, today) or one


def _wrong(one: PastLetter, known: Collection[str], today: date) -> str:
    if not set(one.mandates) <= set(known):
        return "mandates"
    return sound(one, today)


def _day(text: str) -> date:
    """Return a day as 1998-03-17 alone. Raises ``ValueError``."""
    if not _DAY.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def _some(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]


def _recipient(text: str) -> str:
    """Return the code of a State, also of one that is no more, by its code or name."""
    if text.upper() in {*states(), OTHER}:
        return text.upper()
    former = former_state(text)
    found = _by_name().get(_plain(text), frozenset())
    return former.code if former else next(iter(found)) if len(found) == 1 else ""


@cache
def _by_name() -> Mapping[str, frozenset[str]]:
    """Return the codes by the names of the six languages, also without what is in brackets."""
    found: dict[str, frozenset[str]] = {}
    for code, one in states().items():
        for name in (one.name, *one.names.values()):
            for way in (name, _IN_BRACKETS.sub("", name)):
                found[_plain(way)] = found.get(_plain(way), frozenset()) | {code}
    return found


def _plain(name: str) -> str:
    return spelt(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip()
