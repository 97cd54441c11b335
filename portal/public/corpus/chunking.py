"""The rows of a sheet, sorted out: what is taken, joined with a row before, or left out.

The same is done for the check, for laying and for the sheet that gives wrong rows back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from typing import IO, Final

from typing_extensions import override

from portal.public.corpus.checking import (
    ANYBODYS,
    LONGEST,
    Item,
    Problem,
    Whose,
    Wrong,
    checked,
    too_long,
)
from portal.public.corpus.columns import Reason, Row, Unreadable
from portal.public.corpus.laying import CHUNK, Seen
from portal.public.corpus.reading import Line, Sheet, opened
from shared.contracts.followup_reference import ReferenceColumns

# Of a sheet whose rows are joined, in memory: recommendations, and characters of what is joined.
_MOST_JOINED: Final = 20_000
_MOST_THEMES: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The sound items of some rows, which end at ``row``.

    ``wrong``: how many are not sound. ``joined``: how many are part of one before. ``aside``: how
    many are taken without a cell.
    """

    row: int
    items: list[Item]
    wrong: int
    joined: int
    aside: int


class Watched(BufferedReader):
    """A large file takes long before it has a first row: it looks before each piece."""

    def __init__(self, file: RawIOBase, goes_on: Callable[[], None]) -> None:
        super().__init__(file)
        self._goes_on = goes_on

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        self._goes_on()
        return super().read(size)

    @override
    def read1(self, size: int = -1, /) -> bytes:
        self._goes_on()
        return super().read1(size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """``item``: None of what is left out, or joined. ``problems``: what is said of the row."""

    line: Line
    item: Item | None
    problems: list[Problem]

    @property
    def joined(self) -> bool:
        return self.item is None and not self.problems


@dataclass(slots=True)
class _Several:
    """One recommendation that stands there once for each theme. ``first``: without themes.

    ``assessments``: what its rows say was done. ``long``: which of both has no room in a cell. It
    may have thousands of rows: asked once.
    """

    first: Row
    themes: dict[str, None]
    assessments: dict[str, None]
    long: str = ""

    def add(self, themes: Sequence[str], assessment: str) -> int:
        """Note what another row has; return how many characters of it are new."""
        new = [one for one in themes if one not in self.themes]
        self.themes.update(dict.fromkeys(new))
        said = [assessment] if assessment and assessment not in self.assessments else []
        self.assessments.update(dict.fromkeys(said))
        return sum(map(len, [*new, *said]))

    @property
    def assessment(self) -> str:
        return "\n".join(self.assessments)


@contextmanager
def sorted_out(
    file: IO[bytes],
    seen: Seen,
    told: ReferenceColumns | None = None,
    whose: Whose = ANYBODYS,
) -> Iterator[tuple[Sheet, Iterator[Sorted]]]:
    """Open a sheet, and give each row with what becomes of it. Raises ``Unreadable``."""
    several = _joined(file, told, whose) if told and told.joined else {}
    with opened(file, told, whose) as sheet:
        seen.of(sheet)
        yield sheet, (_sorted(line, sheet, seen, several, whose) for line in sheet.lines)


def chunks(
    file: IO[bytes],
    seen: Seen,
    told: ReferenceColumns | None = None,
    whose: Whose = ANYBODYS,
) -> Iterator[Chunk]:
    """Yield the rows of a sheet. What stands there twice counts once. Raises ``Unreadable``."""
    some: list[Sorted] = []
    with sorted_out(file, seen, told, whose) as (_, rows):
        for one in rows:
            some.append(one)
            if len(some) >= CHUNK:
                yield _chunk(some)
                some = []
    if some:
        yield _chunk(some)


def _sorted(
    line: Line, sheet: Sheet, seen: Seen, several: Mapping[str, _Several], whose: Whose
) -> Sorted:
    item = line.problems or checked(line.row, sheet.format, whose)
    if not isinstance(item, Item):
        seen.skipped(line.row, item)
        return Sorted(line=line, item=None, problems=item)
    whole = several.get(item.key)
    if whole is not None and whole.long:
        long = [Problem(sheet.format.title(whole.long), Wrong.TOO_LONG)]
        seen.skipped(line.row, long)
        return Sorted(line=line, item=None, problems=long)
    if not seen.took(item):
        part = whole is not None and whole.first == _without_themes(item.row)
        twice = [] if part else [Problem("", Wrong.TWICE)]
        return Sorted(line=line, item=None, problems=twice)
    said = line.assessment
    if whole is not None:
        item = replace(item, row=replace(item.row, themes=tuple(whole.themes)))
        said = whole.assessment
    return Sorted(line=line, item=replace(item, assessment=said), problems=line.aside)


def _joined(file: IO[bytes], told: ReferenceColumns, whose: Whose) -> dict[str, _Several]:
    """Return each recommendation of a sheet with the themes of all its rows."""
    found: dict[str, _Several] = {}
    room = _MOST_THEMES
    with opened(file, told, whose) as sheet:
        for line in sheet.lines:
            item = line.problems or checked(line.row, sheet.format, whose)
            if isinstance(item, Item):
                first = _without_themes(item.row)
                whole = found.setdefault(item.key, _Several(first, {}, {}))
                if whole.first == first:
                    room -= whole.add(item.row.themes, line.assessment)
            if len(found) > _MOST_JOINED or room < 0:
                raise Unreadable(Reason.TOO_LARGE)
    for one in found.values():
        one.long = "themes" if too_long(one.themes) else ""
        if len(one.assessment) > LONGEST:
            one.long = "assessment"
    return found


def _without_themes(row: Row) -> Row:
    """Return the row without what may differ: its key has the text already."""
    return replace(row, text="", themes=())


def _chunk(some: Sequence[Sorted]) -> Chunk:
    items = [one.item for one in some if one.item is not None]
    joined = sum(one.joined for one in some)
    return Chunk(
        row=some[-1].line.number,
        items=items,
        wrong=len(some) - len(items) - joined,
        joined=joined,
        aside=sum(one.item is not None and bool(one.problems) for one in some),
    )
