"""What a statement is about: its States, its language, its visit, and the mission that it ends.

The Government hears the preliminary findings of a visit first, then everybody (M11 of
visits-recommendations-knowledge.md).
"""

import re

from services.approvals.statement.state import Absent, Statement
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_statement_commands import DraftStatement
from shared.contracts.approvals_statements import About, StatementKind
from shared.contracts.followup_visits import Window
from shared.core.decider import Forbidden, Refused
from shared.reference import LANGUAGES, OTHER, recipients
from shared.reference.missions import days_of

_SYMBOL = re.compile(r"A/HRC/[0-9]{1,3}/[0-9]{1,4}/Add\.[0-9]{1,2}")
_NOT_ITS = (
    "The State and the days of the statement are those of its mission. Open the text, and save it "
    "anew."
)
_NOT_HEARD = (
    "The Government hears the preliminary findings first. Log on the mission that they were shared "
    "with it, or that it refused to hear them."
)
_CALLED_OFF = "The visit was called off."


def well_formed(kind: StatementKind, about: About) -> None:
    if any(one not in recipients() or one == OTHER for one in about.states):
        raise Refused("Choose the States from the list.")
    if about.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    if kind == "press_release":
        return
    if not about.states:
        raise Refused("Choose the State that was visited.")
    if about.visit_from is None or about.visit_to is None or about.visit_to < about.visit_from:
        raise Refused("Give the first and the last day of the country visit.")
    if kind == "mission_report" and not _SYMBOL.fullmatch(about.symbol or ""):
        raise Refused("Give the document symbol of the report, such as A/HRC/61/40/Add.1.")


def of_mission(command: DraftStatement, state: Absent) -> None:
    """Let a statement be of a mission: of its mandate, with its State and its days."""
    if command.mission_id is None:
        return
    if command.kind != "end_of_mission":
        raise Refused("Only an end-of-mission statement is of a mission.")
    mission = state.mission
    if mission is None:
        raise Refused("There is no such mission.")
    if command.lead_mandate != mission.mandate:
        raise Forbidden("The mandate of the mission leads its statement.")
    if mission.called_off:
        raise Refused(_CALLED_OFF)
    _its(command.about, mission)


def stays(about: About, state: Statement) -> None:
    """Refuse a State and days other than those of the mission, as it stands."""
    if state.mission is not None:
        _its(about, state.mission)


def heard_first(state: Statement) -> None:
    """Refuse to issue what the Government has not heard, nor refused to hear.

    What was said of findings counts while the visit began: that it did can be taken back.
    """
    if state.mission_id is None:
        return
    mission = state.mission
    if mission is not None and mission.called_off:
        raise Refused(_CALLED_OFF)
    if mission is None or mission.began_on is None or mission.findings is None:
        raise Refused(_NOT_HEARD)


def _its(about: About, mission: MissionHeard) -> None:
    planned = Window(first=mission.planned_first, last=mission.planned_last)
    days = days_of(planned, mission.began_on, mission.ended_on)
    if (about.states, about.visit_from, about.visit_to) != (
        (mission.state,),
        days.first,
        days.last,
    ):
        raise Refused(_NOT_ITS)
