"""How long the files of a selection are kept: SA13 of selection-stakeholders-committee.md A.4.

They end so many months after the vacancy, unless a hold stands; that of the person appointed ends
as long after the last term which this person has in the mandate.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from services.stakeholders.vacancy.files import Files
from services.stakeholders.vacancy.state import Vacancy
from shared.contracts.stakeholders_files import (
    Fact,
    PublicPartKept,
    SelectionFilesEnded,
    SelectionFilesHeld,
    SelectionFilesReleased,
)
from shared.contracts.stakeholders_files_commands import (
    Command,
    EndSelectionFiles,
    HoldSelectionFiles,
    KeepPublicPart,
    ReleaseSelectionFiles,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.selection_files import FILES_CLOCK, HOLDS, kept_until


def decide(command: Command, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    match command:
        case HoldSelectionFiles():
            return _hold(command, asked, state)
        case ReleaseSelectionFiles():
            return _release(command, asked, state)
        case EndSelectionFiles():
            _clock(asked)
            return _end(command, asked, state)
        case KeepPublicPart():
            _clock(asked)
            return _keep(command, asked, state)
    assert_never(command)


def _clock(asked: Asked) -> None:
    if asked.by != FILES_CLOCK:
        raise Forbidden("Only the clock of the files does this.")


def _officer(asked: Asked) -> None:
    require(
        asked,
        Role.SELECTION_OFFICER,
        no="Only the OHCHR selection officer may keep the files of a selection for longer.",
    )


def _hold(command: HoldSelectionFiles, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    _officer(asked)
    if command.reason_code not in HOLDS:
        raise Refused("Choose a reason from the list.")
    if state.files.held == command.reason_code:
        return []
    if state.files.ended and state.candidates.keys() <= state.files.gone:
        raise Refused("The files of this selection are erased.")
    return [
        SelectionFilesHeld(
            vacancy_id=command.vacancy_id,
            reason_code=command.reason_code,
            held_by=asked.by.actor_id,
            held_at=asked.at,
        )
    ]


def _release(command: ReleaseSelectionFiles, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    _officer(asked)
    if state.files.held is None:
        return []
    return [
        SelectionFilesReleased(
            vacancy_id=command.vacancy_id, released_by=asked.by.actor_id, released_at=asked.at
        )
    ]


def _end(command: EndSelectionFiles, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    """Return nothing before the day: the clock asks again."""
    if command.months < 1:
        raise Refused("Files are kept for a month at least.")
    files, today = state.files, day_of(asked.at)
    if files.over_on is None or files.held:
        return []
    over = not files.ended and kept_until(files.over_on, command.months) <= today
    due = {*(_of_others(state) if over else ()), *_of_holder(files, state, today, command.months)}
    if not over and due <= files.gone:
        return []
    return [
        SelectionFilesEnded(
            vacancy_id=command.vacancy_id,
            others=over,
            candidate_ids=tuple(sorted(due - files.gone)),
            ended_at=asked.at,
        )
    ]


def _of_others(state: Vacancy) -> Iterator[str]:
    appointed = state.closing.appointed
    return (one for one in state.candidates if appointed is None or one != appointed[0])


def _of_holder(files: Files, state: Vacancy, today: date, months: int) -> Iterator[str]:
    """Yield the application of the person appointed, once their last term is over for so long.

    An early end comes from the register of terms; a term that never came there ends as planned.
    """
    if files.holder is None or state.closing.appointed is None:
        return
    holder, planned = files.holder
    lasts = (one.last for one in state.terms.values() if one.holder_id == holder)
    if kept_until(max(lasts, default=planned), months) <= today:
        yield state.closing.appointed[0]


def _keep(command: KeepPublicPart, asked: Asked, state: Vacancy) -> Sequence[Fact]:
    files, file = state.files, state.candidates.get(command.candidate_id)
    if file is None or command.candidate_id not in files.gone:
        raise Refused("This application is kept as it is.")
    if file.screened is None or not file.screened[0]:
        raise Refused("Nothing of this application is public.")
    if command.candidate_id in files.public:
        return []
    return [
        PublicPartKept(
            vacancy_id=command.vacancy_id,
            candidate_id=command.candidate_id,
            name=command.name,
            reasons=command.reasons,
            deviation=command.deviation,
            kept_at=asked.at,
        )
    ]
