"""The difference between two texts: line by line, and word by word within a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_AROUND = 1  # unchanged lines shown on either side of a change
_MOST_WORDS = 2_000  # above that a paragraph is shown as taken out and put in
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """``kind``: same, ins or del."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """``left_out``: so many unchanged lines were left out here instead."""

    parts: tuple[Part, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the old text beside the line of the new one that took its place."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        return any(part.kind != "same" for part in (*self.old, *self.new))


def side_by_side(old: str, new: str) -> list[Row]:
    """Return both texts whole, line beside line."""
    before, after = old.split("\n"), new.split("\n")
    rows: list[Row] = []
    for operation, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if operation == "equal":
            rows.extend(Row((part,), (part,)) for part in _same(before[i:j]))
        else:
            rows.extend(_sides(line) for line in _changed(before[i:j], after[k:m]))
    return rows


def _same(lines: Sequence[str]) -> Iterator[Part]:
    return (Part("same", line) for line in lines)


def _sides(line: Line) -> Row:
    return Row(
        tuple(part for part in line.parts if part.kind != "ins"),
        tuple(part for part in line.parts if part.kind != "del"),
    )


def difference(old: str, new: str) -> list[Line]:
    """Return the differences to show; nothing if the two are the same."""
    before, after = old.split("\n"), new.split("\n")
    lines: list[Line] = []
    for group in SequenceMatcher(None, before, after).get_opcodes():
        operation, i, j, k, m = group
        if operation == "equal":
            lines.extend(Line((Part("same", line),)) for line in before[i:j])
        else:
            lines.extend(_changed(before[i:j], after[k:m]))
    return _shortened(lines)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    for old, new in zip_longest(before, after):
        if old is None:
            yield Line((Part("ins", new),))
        elif new is None:
            yield Line((Part("del", old),))
        else:
            yield Line(tuple(_words(old, new)))


def _words(old: str, new: str) -> Iterator[Part]:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, before, after)
    if max(len(before), len(after)) > _MOST_WORDS or matcher.ratio() < 0.3:  # noqa: PLR2004  # another line, not a changed one
        yield from (Part(kind, text) for kind, text in (("del", old), ("ins", new)) if text)
        return
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            yield Part("same", "".join(before[i:j]))
            continue
        if j > i:
            yield Part("del", "".join(before[i:j]))
        if m > k:
            yield Part("ins", "".join(after[k:m]))


def _shortened(lines: Sequence[Line]) -> list[Line]:
    """Leave out unchanged lines that are far from every change."""
    changed = [n for n, line in enumerate(lines) if any(p.kind != "same" for p in line.parts)]
    near = {n + by for n in changed for by in range(-_AROUND, _AROUND + 1)}
    shown: list[Line] = []
    left_out = 0
    for n, line in enumerate(lines):
        if n not in near:
            left_out += 1
            continue
        if left_out:
            shown.append(Line(left_out=left_out))
            left_out = 0
        shown.append(line)
    if left_out and shown:
        shown.append(Line(left_out=left_out))
    return shown
