"""The commands of a vacancy: those in the contract, and the one that this service asks itself."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import stakeholders_appointing_commands as appointing
from shared.contracts import stakeholders_files_commands as files
from shared.contracts import stakeholders_interview_commands as interviews
from shared.contracts import stakeholders_onward_commands as onward
from shared.contracts import stakeholders_panel_commands as panels
from shared.contracts import stakeholders_recusal_commands as recusal
from shared.contracts import stakeholders_review_commands as review
from shared.contracts import stakeholders_screening_commands as screening
from shared.contracts import stakeholders_selection_commands as selection


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseApplication:
    """Only a policy sends it: the person was appointed to another mandate."""

    vacancy_id: str
    candidate_id: str


Ruled: TypeAlias = (
    selection.Command
    | onward.Command
    | panels.Command
    | recusal.Command
    | review.Command
    | screening.Command
    | interviews.Command
    | appointing.Command
    | LapseApplication
)
"""What a vacancy is ruled by until it ends."""

Command: TypeAlias = Ruled | files.Command
