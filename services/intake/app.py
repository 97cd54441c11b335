"""Composition root: what makes the intake service."""

from services.intake import (
    admissibility,
    commands,
    contact_point,
    events,
    policies,
    source_commands,
    triage_commands,
)
from services.intake.published import published
from services.intake.submission import SUBMISSION
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Service

_ASKED_BY_PEOPLE = {
    "submit-allegation": commands.SubmitAllegation,
    "add-victims": commands.AddVictims,
    "triage-submission": commands.TriageSubmission,
    "confirm-admissibility": triage_commands.ConfirmAdmissibility,
    "decide-not-to-act": commands.DecideNotToAct,
    "request-information": commands.RequestInformation,
    "provide-information": commands.ProvideInformation,
    "add-attachment": commands.AddAttachment,
    "add-development": source_commands.AddDevelopment,
    "add-later-victim": source_commands.AddLaterVictim,
    "add-incident": source_commands.AddIncident,
    "add-perpetrator": source_commands.AddPerpetrator,
    "open-source-identity": source_commands.OpenSourceIdentity,
    "clear-passages": source_commands.ClearPassages,
    "record-erasure": commands.RecordErasure,
    "withdraw-consent": commands.WithdrawConsent,
    "grant-consent": commands.GrantConsent,
    "assign-submission": triage_commands.AssignSubmission,
    "unassign-submission": triage_commands.UnassignSubmission,
    "tag-submission": triage_commands.TagSubmission,
    "add-note": triage_commands.AddNote,
    "refer-submission": triage_commands.ReferSubmission,
    "reopen-submission": triage_commands.ReopenSubmission,
    "link-submissions": triage_commands.LinkSubmissions,
    "unlink-submissions": triage_commands.UnlinkSubmissions,
}

INTAKE_SERVICE = Service(
    name="intake",
    catalogue=events.CATALOGUE,
    contract=INTAKE,
    categories=events.CATEGORIES,
    published=published,
    commands=_ASKED_BY_PEOPLE,
    deciders=[
        *((command, SUBMISSION) for command in _ASKED_BY_PEOPLE.values()),
        (commands.LinkToCommunication, SUBMISSION),
        (admissibility.NotePoints, admissibility.POINTS),
        (contact_point.StopContactPoint, contact_point.CONTACT_POINT),
        (contact_point.ResumeContactPoint, contact_point.CONTACT_POINT),
    ],
    listens=[APPROVALS, STAKEHOLDERS],
    react=policies.react,
)
