"""The rows of a JSON file, one object after another in bounded memory: what UHRI's API answers.

It is a list of objects, an object that has such a list, or an object on each line.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import TextIOWrapper
from json import JSONDecodeError, JSONDecoder
from typing import IO, Any, Final

from portal.public.corpus import cells
from portal.public.corpus.columns import COLUMNS, NEEDED, Reason, Unreadable
from portal.public.corpus.formats import UHRI

_CHUNK: Final = 256 * 1024
_LONGEST: Final = 4 * _CHUNK  # characters of one object
_MARK: Final = b"\xef\xbb\xbf"
_LOOKED_AT: Final = 1_024  # bytes before the first sign
_SPACES: Final = " \t\r\n"
_DECODER: Final = JSONDecoder()


def is_json(file: IO[bytes]) -> bool:
    """Whether a file begins as a list of objects or an object does."""
    file.seek(0)
    begins = b"".join(file.read(_LOOKED_AT).removeprefix(_MARK).split())
    return begins.startswith((b"[{", b'{"', b"[]"))


def rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Yield the titles, then each object as a row. Raises ``Unreadable``."""
    file.seek(0)
    text = TextIOWrapper(file, "utf-8-sig", errors="strict")
    try:
        yield from _rows(_objects(_Text(text)))
    except UnicodeError:
        raise Unreadable(Reason.ENCODING) from None
    except (ValueError, RecursionError):
        raise Unreadable(Reason.DAMAGED) from None
    finally:
        text.detach()


def _rows(objects: Iterator[Mapping[str, Any]]) -> Iterator[tuple[int, list[str]]]:
    head: Sequence[str] = ()
    for number, one in enumerate(objects, 2):
        if not head:
            head = _head(one)
            yield 1, list(head)
        there = {_known(title): value for title, value in one.items()}
        yield number, [_cell(there.get(_known(title))) for title in head]


def _head(first: Mapping[str, Any]) -> list[str]:
    """Return the titles of the first object, and those that only others may have."""
    there = set(map(_known, first))
    missing = (one for one in COLUMNS if one.name not in NEEDED and one.title not in there)
    return [*first, *(one.title for one in missing)]


@lru_cache(200)
def _known(title: str) -> str:
    """Return what a column is called in the sheet of UHRI, if it is there."""
    (column,) = UHRI.under([title])
    return column.title if column else title


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return cells.listed(_one(each) for each in value if each is not None)
    return _one(value)


def _one(value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError  # noqa: TRY004  # nobody knows which of its values is meant
    return "" if value is None else str(value)


def _objects(text: "_Text") -> Iterator[Mapping[str, Any]]:
    while text.next():
        if text.next() == "[":
            yield from _listed(text)
        else:
            yield from _within(text)


def _listed(text: "_Text") -> Iterator[Mapping[str, Any]]:
    text.take("[")
    while text.next() != "]":
        value = text.value()
        if not isinstance(value, dict):
            raise ValueError  # noqa: TRY004  # it is no such file
        yield value
        if text.next() != "]":
            text.take(",")
    text.take("]")


def _within(text: "_Text") -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list in this one; without such a list this one."""
    text.take("{")
    own, several, size = dict[str, Any](), False, 0
    while text.next() != "}":
        name = text.value()
        text.take(":")
        if text.begins_list_of_objects():
            several = True
            yield from _listed(text)
        else:
            before = text.used
            own[str(name)] = text.value()
            size += len(str(name)) + text.used - before
            if size > _LONGEST:
                raise Unreadable(Reason.TOO_LARGE)
        if text.next() != "}":
            text.take(",")
    text.take("}")
    if not several:
        yield own


class _Text:
    """What was read and not used yet. Raises ``ValueError`` where it is no JSON."""

    def __init__(self, source: TextIOWrapper) -> None:
        self._source = source
        self._some, self._at = "", 0
        self.used = 0
        """Characters of all values."""

    def next(self) -> str:
        """Return the next sign; nothing at the end."""
        while True:
            while self._at < len(self._some) and self._some[self._at] in _SPACES:
                self._at += 1
            if self._at < len(self._some):
                return self._some[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        if self.next() != sign:
            raise ValueError
        self._at += 1

    def begins_list_of_objects(self) -> bool:
        if self.next() != "[":
            return False
        while True:
            after = self._some[self._at + 1 :].lstrip(_SPACES)
            if after or not self._more():
                return after.startswith("{")

    def value(self) -> Any:
        self.next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._some, self._at)
            except JSONDecodeError:
                if not self._more():
                    raise
            else:
                length = end - self._at
                if end < len(self._some) or not self._more():  # else a number may go on
                    self._at = end
                    self.used += length
                    return value

    def _more(self) -> bool:
        self._some, self._at = self._some[self._at :], 0
        if len(self._some) > _LONGEST:
            raise Unreadable(Reason.TOO_LARGE)
        some = self._source.read(_CHUNK)
        self._some += some
        return bool(some)
