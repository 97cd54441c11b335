"""History: an import of letters, visits and more of before, as one stream (decision 0100).

A person begins it, the portal tells its letters in their order, and a person can undo it. Nothing
of the live letters' rules applies: they were sent, answered and published elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from services.approvals import past_files
from services.approvals.events import Event
from services.approvals.past_files import Letters
from shared.contracts.approvals_history import (
    HistoryImportBegun,
    HistoryImportCompleted,
    HistoryImportUndone,
    PastFileRemoved,
    PastFilesAdded,
    PastLetterImported,
    PastNumber,
    PastPaperImported,
    PastPublicationImported,
    PastSubmissionImported,
    PastVisitImported,
)
from shared.contracts.approvals_history_commands import (
    AddPastFiles,
    BeginHistoryImport,
    Command,
    ImportPastLetters,
    PastLetter,
    RemovePastFile,
    UndoHistoryImport,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.history import (
    AT_ONCE,
    HISTORY_CLOCK,
    MOST,
    PAPERS,
    PUBLICATION,
    SUBMISSION,
    UNDOING,
    VISIT,
    sound,
)

Row: TypeAlias = (
    PastLetterImported
    | PastSubmissionImported
    | PastVisitImported
    | PastPaperImported
    | PastPublicationImported
)
Told: TypeAlias = (
    HistoryImportBegun
    | Row
    | HistoryImportCompleted
    | HistoryImportUndone
    | PastFilesAdded
    | PastFileRemoved
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``told``: how many of its rows were told.

    ``letters``: what files they can have; with those of visits, reports and statements.
    """

    begun: HistoryImportBegun | None = None
    told: int = 0
    undone: bool = False
    letters: Letters = field(default_factory=dict)


def decide(command: Command, asked: Asked, state: History) -> Sequence[Told]:
    if isinstance(command, ImportPastLetters):
        return _tell(command, asked, state)
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        no="Only the Quick Response Desk imports letters from before the platform.",
    )
    if isinstance(command, UndoHistoryImport):
        return _undo(command, asked, state)
    if isinstance(command, AddPastFiles | RemovePastFile):
        return _beside(command, asked, state)
    return _begin(command, asked, state)


def evolve(state: History, event: Event) -> History:
    match event:
        case HistoryImportBegun():
            return replace(state, begun=event)
        case PastLetterImported() | PastVisitImported() | PastPaperImported():
            letters = past_files.imported(state.letters, event)
            return replace(state, told=state.told + 1, letters=letters)
        case PastSubmissionImported() | PastPublicationImported():
            return replace(state, told=state.told + 1)
        case PastFilesAdded() | PastFileRemoved():
            return replace(state, letters=past_files.evolve(state.letters, event))
        case HistoryImportUndone():
            return replace(state, undone=True, letters={})
        case _:
            return state


def _begin(command: BeginHistoryImport, asked: Asked, state: History) -> Sequence[Told]:
    if state.undone:
        raise Refused("This import was undone. Upload the sheet again.")
    if state.begun:
        return []
    if not 0 < command.rows <= MOST:
        raise Refused("An import has from one to ten thousand letters.")
    year = day_of(asked.at).year
    return [
        HistoryImportBegun(
            import_id=command.import_id,
            rows=command.rows,
            hash=command.hash,
            numbers=tuple(one for one in command.numbers if _goes_on(one, year)),
            begun_by=asked.by.actor_id,
            begun_at=asked.at,
        )
    ]


def _goes_on(one: PastNumber, year: int) -> bool:
    """Whether the series still gets numbers: an order of December may be numbered in January."""
    return year - 1 <= one.year <= year and one.number > 0


def _tell(command: ImportPastLetters, asked: Asked, state: History) -> Sequence[Told]:
    if asked.by != HISTORY_CLOCK:
        raise Forbidden("Letters of an import are told by the platform alone.")
    if state.undone or command.before < state.told:
        return []
    after = command.before + len(command.letters)
    if state.begun is None or command.before > state.told or after > state.begun.rows:
        raise Refused("These letters are not the next ones of the import.")
    if len(command.letters) > AT_ONCE or any(
        sound(one, day_of(asked.at)) for one in command.letters
    ):
        raise Refused("A letter of this import cannot be so.")
    told: list[Told] = [_imported(command.import_id, one, asked) for one in command.letters]
    if after == state.begun.rows:
        told.append(
            HistoryImportCompleted(import_id=command.import_id, rows=after, completed_at=asked.at)
        )
    return told


def _undo(command: UndoHistoryImport, asked: Asked, state: History) -> Sequence[Told]:
    if state.begun is None:
        raise Refused("There is no such import.")
    if state.undone:
        return []
    if command.reason not in UNDOING:
        raise Refused("Choose why the import is undone.")
    return [
        HistoryImportUndone(
            import_id=command.import_id,
            numbers=state.begun.numbers,
            reason=command.reason,
            undone_by=asked.by.actor_id,
            undone_at=asked.at,
        )
    ]


def _beside(
    command: AddPastFiles | RemovePastFile, asked: Asked, state: History
) -> Sequence[PastFilesAdded | PastFileRemoved]:
    if state.undone:
        raise Refused("This import was undone, and its files are gone with it.")
    if isinstance(command, AddPastFiles):
        if state.begun is None or state.told < state.begun.rows:
            raise Refused("Files come beside letters once their import is complete.")
        return past_files.add(command, asked, state.letters)
    return past_files.remove(command, asked, state.letters)


def _imported(import_id: str, one: PastLetter, asked: Asked) -> Row:
    if one.type == SUBMISSION:
        return PastSubmissionImported(
            import_id=import_id,
            submission_id=one.letter_id,
            row=one.row,
            reference=one.reference,
            recipient=one.recipient,
            mandates=one.mandates,
            received_on=one.sent_on,
            imported_at=asked.at,
        )
    if one.type == VISIT:
        return PastVisitImported(
            import_id=import_id,
            visit_id=one.letter_id,
            row=one.row,
            state=one.recipient,
            mandates=one.mandates,
            status=one.status,
            first_on=one.sent_on,
            last_on=one.until,
            published_on=one.published_on,
            document=one.document,
            imported_at=asked.at,
        )
    if one.type == PUBLICATION:
        return PastPublicationImported(
            import_id=import_id,
            publication_id=one.letter_id,
            row=one.row,
            reference=one.reference,
            recipient=one.recipient,
            mandates=one.mandates,
            replied_on=next(iter(one.replied_on), None),
            published_on=one.sent_on,
            document=one.document,
            imported_at=asked.at,
        )
    if one.type in PAPERS:
        return PastPaperImported(
            import_id=import_id,
            paper_id=one.letter_id,
            row=one.row,
            kind=one.type,
            symbol=one.reference,
            session=one.session,
            state=one.recipient,
            mandates=one.mandates,
            dated_on=one.sent_on,
            visit_on=one.mission,
            published_on=one.published_on,
            document=one.document,
            imported_at=asked.at,
        )
    return PastLetterImported(
        import_id=import_id,
        letter_id=one.letter_id,
        row=one.row,
        type=one.type,
        reference=one.reference,
        recipient=one.recipient,
        mandates=one.mandates,
        sent_on=one.sent_on,
        replied_on=one.replied_on,
        published_on=one.published_on,
        document=one.document,
        imported_at=asked.at,
    )


def numbers(fact: HistoryImportBegun | HistoryImportUndone) -> Sequence[PastNumber]:
    """Return after which numbers the series go on; 0: not after those of this import any more."""
    if isinstance(fact, HistoryImportBegun):
        return fact.numbers
    return [replace(one, number=0) for one in fact.numbers]


HISTORY: Decider[Command, Event, History] = Decider(
    category="history",
    key=lambda command: command.import_id,
    initial=History(),
    decide=decide,
    evolve=evolve,
)
