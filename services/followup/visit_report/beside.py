"""The report of a mandate that came along on a joint visit, beside that of who leads (E.1).

It is on the mission of its own file, which goes on in the joint one. A mandate writes the report of
the visit with the others, or one of its own; not both.
"""

from services.followup.mission.state import Mission
from services.followup.visit_report.state import Report
from shared.contracts.followup_visit_report_commands import NameReportMandate, StartVisitReport
from shared.core.decider import Refused
from shared.reference.missions import has_report


def visit(state: Report) -> Mission:
    """Return the mission of its visit: the joint one where its own goes on in that."""
    return state.mission if state.mission.into is None else state.visit


def begins(command: StartVisitReport, state: Report) -> None:
    """Refuse a report on an unofficial visit.

    And one of its own by who did not come along, or writes that of who leads.
    """
    own = state.mission
    if not has_report(own.kind):
        raise Refused("The visit is unofficial, and no report is written on such a visit.")
    if command.joint_mission_id != own.into:
        raise Refused("The mission has changed. Look at it again.")
    if own.into is None:
        return
    if state.visit.joined.get(command.mission_id) != own.mandate:
        raise Refused("The report on a visit is written by those who came along.")
    led = state.others.get(own.into)
    if led and led.stage != "withdrawn" and own.mandate in led.mandates:
        raise Refused("Your mandate writes the joint report. Take it off that one first.")


def names(command: NameReportMandate, state: Report) -> None:
    """Refuse to name a mandate that has a report of its own, and anybody in such a one."""
    if state.joint_mission_id is not None:
        raise Refused("This is the report of one mandate, beside the joint one.")
    came = {of: own for own, of in state.mission.joined.items()}
    if command.own_mission_id != came.get(command.joined):
        raise Refused("The mission has changed. Look at it again.")
    own = state.others.get(command.own_mission_id or "")
    if own and own.stage != "withdrawn" and command.joined in own.mandates:
        raise Refused("This mandate writes a report of its own on the visit.")
