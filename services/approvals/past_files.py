"""Files beside letters from before the platform, and beside the replies to them (decision 0119).

Visits, reports and statements have them as letters without a reply do (decision 0223).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from shared.contracts.approvals_history import (
    PastFile,
    PastFileRemoved,
    PastFilesAdded,
    PastLetterImported,
    PastPaperImported,
    PastVisitImported,
)
from shared.contracts.approvals_history_commands import AddPastFiles, RemovePastFile
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.reference.history import (
    FILES_AT_ONCE,
    FILES_BESIDE,
    REMOVING,
    may_be_public,
    subject_of_files,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``kept``: its files that are here. ``removed``: those that were."""

    replied_on: tuple[date, ...]
    published_on: date | None
    kept: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


Letters: TypeAlias = Mapping[str, Mapping[str, Letter]]
"""By the beginning of their ids, so that one more copies few of ten thousand."""
Beside: TypeAlias = PastLetterImported | PastVisitImported | PastPaperImported
"""Rows that can have files beside them."""


def imported(letters: Letters, fact: Beside) -> Letters:
    replied_on = fact.replied_on if isinstance(fact, PastLetterImported) else ()
    one = Letter(replied_on=replied_on, published_on=fact.published_on)
    return _with(letters, _id_of(fact), one)


def evolve(letters: Letters, event: PastFilesAdded | PastFileRemoved) -> Letters:
    if isinstance(event, PastFileRemoved):
        return _without(letters, event)
    for file in event.files:
        if one := _found(letters, file.letter_id):
            letters = _with(letters, file.letter_id, replace(one, kept=one.kept | {file.file_id}))
    return letters


def add(command: AddPastFiles, asked: Asked, letters: Letters) -> Sequence[PastFilesAdded]:
    if len(command.files) > FILES_AT_ONCE:
        raise Refused("One archive has at most fifty files.")
    new = {one.file_id: one for one in command.files if not _was_here(letters, one)}
    if not new:
        return []
    files = tuple(new.values())
    for one in files:
        _check(one, _of(letters, one.letter_id))
    for letter_id, number in Counter(one.letter_id for one in files).items():
        if len(_of(letters, letter_id).kept) + number > FILES_BESIDE:
            raise Refused("A letter has at most twenty files beside it.")
    return [
        PastFilesAdded(
            import_id=command.import_id,
            files=files,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def remove(command: RemovePastFile, asked: Asked, letters: Letters) -> Sequence[PastFileRemoved]:
    letter = _of(letters, command.letter_id)
    if command.file_id in letter.removed:
        return []
    if command.file_id not in letter.kept:
        raise Refused("There is no such file beside this letter.")
    if command.reason not in REMOVING:
        raise Refused("Choose why the file is removed.")
    return [
        PastFileRemoved(
            import_id=command.import_id,
            letter_id=command.letter_id,
            file_id=command.file_id,
            reason=command.reason,
            removed_by=asked.by.actor_id,
            removed_at=asked.at,
        )
    ]


def _id_of(fact: Beside) -> str:
    if isinstance(fact, PastLetterImported):
        return fact.letter_id
    return fact.visit_id if isinstance(fact, PastVisitImported) else fact.paper_id


def _check(one: PastFile, letter: Letter) -> None:
    if one.replied_on is not None and one.replied_on not in letter.replied_on:
        raise Refused("No reply to this letter came on that day.")
    if one.public and not may_be_public(one.replied_on, letter.published_on):
        raise Refused("A file is public only if its letter is, and a reply only if it came before.")
    if one.details.subject != subject_of_files(one.letter_id):
        raise Refused("A file is sealed for another letter than its own.")


def _was_here(letters: Letters, one: PastFile) -> bool:
    letter = _found(letters, one.letter_id)
    return letter is not None and one.file_id in letter.kept | letter.removed


def _of(letters: Letters, letter_id: str) -> Letter:
    one = _found(letters, letter_id)
    if one is None:
        raise Refused("There is no such letter in this import.")
    return one


def _found(letters: Letters, letter_id: str) -> Letter | None:
    return letters.get(_part(letter_id), {}).get(letter_id)


def _with(letters: Letters, letter_id: str, one: Letter) -> Letters:
    part = _part(letter_id)
    return {**letters, part: {**letters.get(part, {}), letter_id: one}}


def _without(letters: Letters, event: PastFileRemoved) -> Letters:
    one, gone = _found(letters, event.letter_id), {event.file_id}
    if one is None:
        return letters
    left = replace(one, kept=one.kept - gone, removed=one.removed | gone)
    return _with(letters, event.letter_id, left)


def _part(letter_id: str) -> str:
    return letter_id[:2]
