"""Composition root: what makes the intake service."""

from services.intake import events, policies, submission
from services.intake.published import published
from services.intake.submission import SUBMISSION
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.service import Service

INTAKE_SERVICE = Service(
    name="intake",
    catalogue=events.CATALOGUE,
    contract=INTAKE,
    categories=events.CATEGORIES,
    published=published,
    commands={
        "submit-allegation": submission.SubmitAllegation,
        "triage-submission": submission.TriageSubmission,
        "decide-not-to-act": submission.DecideNotToAct,
        "request-information": submission.RequestInformation,
        "provide-information": submission.ProvideInformation,
        "withdraw-consent": submission.WithdrawConsent,
        "grant-consent": submission.GrantConsent,
    },
    deciders=[
        (command, SUBMISSION)
        for command in (
            submission.SubmitAllegation,
            submission.TriageSubmission,
            submission.DecideNotToAct,
            submission.RequestInformation,
            submission.ProvideInformation,
            submission.LinkToCommunication,
            submission.WithdrawConsent,
            submission.GrantConsent,
        )
    ],
    listens=[APPROVALS],
    react=policies.react,
)
