"""Composition root: what makes the stakeholders service."""

from services.stakeholders import commands, events
from services.stakeholders.published import published
from services.stakeholders.vacancy import VACANCY
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.service import Service

_COMMANDS = {
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

STAKEHOLDERS_SERVICE = Service(
    name="stakeholders",
    catalogue=events.CATALOGUE,
    contract=STAKEHOLDERS,
    categories=events.CATEGORIES,
    published=published,
    commands=_COMMANDS,
    deciders=[(command, VACANCY) for command in _COMMANDS.values()],
)
