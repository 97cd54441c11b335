"""Composition root: what makes the stakeholders service."""

from services.stakeholders import commands, contact_point, erasure, events, mandate
from services.stakeholders.contact_point import CONTACT_POINT
from services.stakeholders.mandate import MANDATE
from services.stakeholders.published import published
from services.stakeholders.vacancy import VACANCY
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Service

_SELECTION = {
    "declare-vacancy": commands.DeclareVacancy,
    "issue-call": commands.IssueCall,
    "close-call": commands.CloseCall,
    "establish-panel": commands.EstablishPanel,
    "submit-application": commands.SubmitApplication,
    "screen-eligibility": commands.ScreenEligibility,
    "declare-conflict": commands.DeclareConflict,
    "score-candidate": commands.ScoreCandidate,
    "close-review": commands.CloseReview,
    "adopt-shortlist": commands.AdoptShortlist,
}
_RECOGNITION = {
    "recognise-contact-point": contact_point.RecogniseContactPoint,
    "suspend-contact-point": contact_point.SuspendContactPoint,
    "reinstate-contact-point": contact_point.ReinstateContactPoint,
}
_MANDATE = {"change-mandate-settings": mandate.ChangeMandateSettings}

STAKEHOLDERS_SERVICE = Service(
    name="stakeholders",
    catalogue=events.CATALOGUE,
    contract=STAKEHOLDERS,
    categories=events.CATEGORIES,
    published=published,
    commands={**_SELECTION, **_RECOGNITION, **_MANDATE, "record-erasure": erasure.RecordErasure},
    deciders=[
        *((command, VACANCY) for command in _SELECTION.values()),
        *((command, CONTACT_POINT) for command in _RECOGNITION.values()),
        *((command, MANDATE) for command in _MANDATE.values()),
        (erasure.RecordErasure, erasure.ERASURE),
    ],
)
