"""The documents of a report: in which languages each is out, and its files (decision 0221)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from services.followup.visit_report.state import Report, step_of
from shared.contracts.followup_visit_report_commands import (
    AddVisitReportFile,
    NamePreliminaryNote,
    SetVisitReportLanguages,
    TakeBackVisitReportFile,
    WithdrawVisitReport,
)
from shared.contracts.followup_visit_reports import (
    Fact,
    PreliminaryNoteNamed,
    VisitReportFileAdded,
    VisitReportFileTakenBack,
    VisitReportLanguagesSet,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.visit_reports import DOCUMENTS, LANGUAGES, SYMBOL

_OLDEST: Final = timedelta(days=1_827)


def out(command: SetVisitReportLanguages, asked: Asked, state: Report) -> Sequence[Fact]:
    """The official document follows the advance unedited version, language by language."""
    if state.stage != "published":
        raise Refused("The official document follows the published report.")
    languages = known(command.languages)
    if not languages:
        raise Refused("Choose the languages from the list.")
    if not _filed("official", state) <= set(languages):
        raise Refused("Take back the file in a language first in which it is not out.")
    if languages == state.languages:
        return []
    return [VisitReportLanguagesSet(**step_of(command, asked, state), languages=languages)]


def known(typed: Sequence[str]) -> tuple[str, ...]:
    """Return these languages in the order of the list, if all of them are in it."""
    found = tuple(code for code in LANGUAGES if code in typed)
    if len(found) != len(set(typed)):
        raise Refused("Choose the languages from the list.")
    return found


def add(command: AddVisitReportFile, asked: Asked, state: Report) -> Sequence[Fact]:
    """A file of the official document says that it is out in that language."""
    if state.stage != "published":
        raise Refused("Files of a report follow its publication.")
    if command.kind not in DOCUMENTS:
        raise Refused("Choose from the list what the file is.")
    known([command.language])
    if command.file.file_id in state.files:
        return []
    if command.kind == "note" and command.language not in state.note_languages:
        raise Refused("Say first that the preliminary note is out in this language.")
    said: list[Fact] = []
    if command.kind == "official" and command.language not in state.languages:
        languages = known([*state.languages, command.language])
        said = [VisitReportLanguagesSet(**step_of(command, asked, state), languages=languages)]
    of = (command.kind, command.language)
    added = VisitReportFileAdded(
        **step_of(command, asked, state),
        kind=command.kind,
        language=command.language,
        file=command.file,
        replaces=next((one for one, each in state.files.items() if each == of), None),
    )
    return [*said, replace(added, step=added.step + len(said))]


def take_back(command: TakeBackVisitReportFile, asked: Asked, state: Report) -> Sequence[Fact]:
    if command.file_id not in state.files:
        raise Refused("There is no such file.")
    return [VisitReportFileTakenBack(**step_of(command, asked, state), file_id=command.file_id)]


def all_back(command: WithdrawVisitReport, asked: Asked, state: Report) -> list[Fact]:
    """Nobody reads the files of a report that is public no more."""
    step = step_of(command, asked, state)
    return [
        replace(VisitReportFileTakenBack(**step, file_id=each), step=state.steps + number)
        for number, each in enumerate(state.files, 1)
    ]


def name_note(command: NamePreliminaryNote, asked: Asked, state: Report) -> Sequence[Fact]:
    if state.stage == "withdrawn":
        raise Refused("The report is withdrawn already.")
    languages, today = known(command.languages), day_of(asked.at)
    if not _filed("note", state) <= set(languages):
        raise Refused("Take back the file in a language first in which it is not out.")
    if command.symbol is None:
        if command.issued_on or languages:
            raise Refused("Enter the symbol of the preliminary note.")
    else:
        if not SYMBOL.fullmatch(command.symbol):
            raise Refused("Enter a symbol such as A/HRC/40/54/Add.1.")
        if command.issued_on is None or not today - _OLDEST <= command.issued_on <= today:
            raise Refused("Enter the day on which it was issued, not later than today.")
        if not languages:
            raise Refused("Choose the languages from the list.")
    if (command.symbol, command.issued_on, languages) == state.note:
        return []
    return [
        PreliminaryNoteNamed(
            **step_of(command, asked, state),
            symbol=command.symbol,
            issued_on=command.issued_on,
            languages=languages,
        )
    ]


def _filed(kind: str, state: Report) -> set[str]:
    """Return the languages in which there is a file of this document."""
    return {language for of, language in state.files.values() if of == kind}
