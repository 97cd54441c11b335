"""What a version says that the one before it did not, and what it says no more.

Lines are compared by what they say: that one was counted on another day is no change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_dossiers import Entry, Line

Key: TypeAlias = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """``edited``: with the words that an entry has now."""

    added: Sequence[Line] = ()
    gone: Sequence[Line] = ()
    written: Sequence[Entry] = ()
    edited: Sequence[Entry] = ()
    removed: Sequence[Entry] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.gone, self.written, self.edited, self.removed))

    def of(self, part: str) -> "Changes":
        return Changes(
            added=[each for each in self.added if each.part == part],
            gone=[each for each in self.gone if each.part == part],
            written=[each for each in self.written if each.part == part],
            edited=[each for each in self.edited if each.part == part],
            removed=[each for each in self.removed if each.part == part],
        )


def changes(
    before: tuple[Sequence[Line], Sequence[Entry]], after: tuple[Sequence[Line], Sequence[Entry]]
) -> Changes:
    (old_lines, old_entries), (new_lines, new_entries) = before, after
    had, has = {_key(each) for each in old_lines}, {_key(each) for each in new_lines}
    old = {each.entry_id: each for each in old_entries}
    new = {each.entry_id: each for each in new_entries}
    return Changes(
        added=[each for each in new_lines if _key(each) not in had],
        gone=[each for each in old_lines if _key(each) not in has],
        written=[each for key, each in new.items() if key not in old],
        edited=[each for key, each in new.items() if key in old and old[key] != each],
        removed=[each for key, each in old.items() if key not in new],
    )


def _key(line: Line) -> Key:
    return line.part, line.kind, line.says
