"""What may come from two sides, from facts alone: one pass, no table, no query."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shared.contracts import approvals_statements, followup_invitations, followup_visits
from shared.contracts.followup_visit_reports import VisitReportPublished, VisitReportWithdrawn
from shared.contracts.stakeholders_coverage import CoverageValuesRecorded
from shared.reference.alerts import COUNTRIES
from shared.reference.coverage import covered

Answers = dict[str, dict[str, str]]


def rejoined(facts: Iterable[Any], today: date) -> Answers:
    """Return visits, requests and invitations by State."""
    statements: dict[str, Any] = {}
    reports: dict[str, Any] = {}
    files: dict[str, Any] = {}
    kept: set[str] = set()
    entries: dict[str, list[Any]] = defaultdict(list)
    struck: set[tuple[str, str]] = set()
    recorded: dict[tuple[str, str], str | None] = {}
    for fact in facts:
        match fact:
            case approvals_statements.StatementIssued():
                statements[fact.statement_id] = fact
            case approvals_statements.StatementWithdrawn():
                statements.pop(fact.statement_id, None)
            case VisitReportPublished():
                reports[fact.mission_id] = fact
            case VisitReportWithdrawn():
                reports.pop(fact.mission_id, None)
            case followup_visits.OnFile():
                files[fact.visit_file_id] = fact
                if isinstance(fact, followup_visits.VisitFilePassedOn) and fact.to is None:
                    kept.add(fact.visit_file_id)
            case followup_invitations.InvitationEntryStruck():
                struck.add((fact.state, fact.entry_id))
            case followup_invitations.Entered():
                entries[fact.state].append(fact)
            case CoverageValuesRecorded():
                recorded |= {(fact.standard, one.state): one.value for one in fact.values}
            case _:
                pass
    theirs: Answers = defaultdict(dict)
    for (standard, state), value in recorded.items():
        if value is not None:
            theirs[standard][state] = value
    visits = _visits(theirs["visit"], statements.values(), reports.values(), today)
    requests = _requests(theirs["requests"], files, kept, today)
    asked = {one.state for one in files.values() if one.now.status not in {"none", "invited"}}
    asked |= {state for state, number in requests.items() if number not in {"na", "0"}}
    return {
        "visit": {
            state: {True: "never/asked", False: "never/unasked"}[state in asked]
            if value == "never"
            else value
            for state, value in visits.items()
        },
        "requests": requests,
        "invitation": theirs["invitation"] | _invitations(entries, struck, today),
    }


def _own(mandates: Iterable[str], state: str) -> bool:
    return any(one not in COUNTRIES or COUNTRIES[one] == state for one in mandates)


def _visits(
    theirs: Mapping[str, str], statements: Iterable[Any], reports: Iterable[Any], today: date
) -> dict[str, str]:
    days: dict[str, list[date]] = defaultdict(list)
    elsewhere: set[str] = set()
    reported: set[str] = set()
    for one in statements:
        if one.kind != "press_release" and one.visit_to <= today:
            for state in one.states:
                if _own(one.mandates, state):
                    days[state].append(one.visit_to)
                else:
                    elsewhere.add(state)
    for one in reports:
        (reported if _own(one.mandates, one.state) else elsewhere).add(one.state)
    found = {}
    for state in covered():
        said = theirs.get(state)
        if days[state]:
            later = max(days[state]).isoformat()
            found[state] = max(later, said) if said and said[0].isdigit() else later
        elif state in elsewhere and not (said and said[0].isdigit()):
            found[state] = "elsewhere"
        elif said:
            found[state] = said
        if state in reported and found.get(state) in {"never", "elsewhere"}:
            del found[state]
    return found


def _requests(
    theirs: Mapping[str, str], files: Mapping[str, Any], kept: set[str], today: date
) -> dict[str, str]:
    lines = [one for one in files.values() if one.now.status != "none"]
    old = Counter(
        one.state
        for one in lines
        if one.visit_file_id not in kept
        and one.now.status not in {"dates", "postponed"}
        and one.now.unanswered_on is not None
        and today.year - one.now.unanswered_on.year > 5
    )
    found = dict(theirs)
    for state in {one.state for one in lines} & covered().keys():
        said = theirs.get(state, "na")
        found[state] = str(max(old[state], int(said) if said != "na" else 0))
    return found


def _invitations(
    entries: Mapping[str, list[Any]], struck: set[tuple[str, str]], today: date
) -> dict[str, str]:
    found = {}
    for state in entries.keys() & covered().keys():
        for one in sorted(entries[state], key=lambda one: one.dated_on):
            if (state, one.entry_id) in struck or one.dated_on > today:
                continue
            match one:
                case followup_invitations.CouncilPledgeRecorded():
                    pass
                case followup_invitations.StandingInvitationWithdrawn():
                    if state in found:
                        found[state] = "no"
                case _:
                    found[state] = "yes"
    return found
