"""The invented consultations of a demonstration: one that is open, and one with its outcome."""

from datetime import timedelta

from portal.stakeholders.consultations import whose
from portal.web.context import now
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_consultation_commands import (
    Answer,
    AnswerProposals,
    CallConsultation,
    GroupProposals,
    PublishOutcome,
    SubmitProposal,
)
from shared.contracts.stakeholders_consultations import Call, Consent
from shared.contracts.stakeholders_sessions import Category
from shared.core.message import derive_id

_OFFICER = "stakeholders"


def tell() -> None:
    open_ = _called("How reports reach communities (invented)", opened=10, closes=20)
    _proposed(open_, "focal", "ngo", "anonymous", "A page that can be read aloud.", days=3)
    past = _called("Safe ways to take part (invented)", opened=60, closes=-20)
    own = _proposed(past, "ngo", "ngo", "anonymous", "Say who reads what we send.", days=40)
    other = _proposed(past, "nhri", "nhri", "anonymous", "Hold one meeting online.", days=35)
    group_id = str(derive_id("demo group", past))
    title = seal(whose.title_subject(past), "Taking part (invented)")
    _ask(
        GroupProposals(
            consultation_id=past, group_id=group_id, title=title, proposal_ids=(own, other)
        ),
        _OFFICER,
        past,
        "grouped",
        days=15,
    )
    text = "It becomes part of how sessions are run (invented)."
    answers = tuple(
        Answer(proposal_id=one, text=seal(whose.subject_of(one), text)) for one in (own, other)
    )
    answered = AnswerProposals(consultation_id=past, code="taken_up", answers=answers)
    _ask(answered, _OFFICER, past, "answered", days=12)
    outcome = PublishOutcome(
        consultation_id=past, outcome="Every session says who reads what, and has seats online."
    )
    _ask(outcome, _OFFICER, past, "published", days=10)


def _called(title: str, *, opened: int, closes: int) -> str:
    consultation_id = str(derive_id("demo consultation", title))
    command = CallConsultation(
        consultation_id=consultation_id,
        call=Call(
            title=title,
            question="What helps you most, and what keeps you away?",
            opens_at=now() - timedelta(days=opened),
            closes_at=now() + timedelta(days=closes),
            audience=("ngo", "nhri"),
            visible="after_close",
        ),
    )
    _ask(command, _OFFICER, consultation_id, "called", days=opened)
    return consultation_id


def _proposed(  # what differs from one to the next
    consultation_id: str, by: str, category: Category, consent: Consent, text: str, *, days: int
) -> str:
    proposal_id = str(derive_id("demo proposal", consultation_id, by))
    command = SubmitProposal(
        consultation_id=consultation_id,
        proposal_id=proposal_id,
        organisation=whose.pseudonym(consultation_id, invented(by).organisation_id),
        category=category,
        text=seal(whose.subject_of(proposal_id), f"{text} (invented)"),
        language="en",
        consent=consent,
    )
    _ask(command, by, consultation_id, f"proposed {by}", days=days)
    return proposal_id


def _ask(command: Command, by: str, consultation_id: str, step: str, *, days: int) -> None:
    case = str(whose.case_of(consultation_id))
    at = now() - timedelta(days=days)
    ask(command, by, case, f"consultation {consultation_id}", step, at=at)
