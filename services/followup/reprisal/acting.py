"""Consent, harm, actions, and what is copied or public: I3 to I7, XR6 and XR7."""

import re
from collections.abc import Sequence
from datetime import date

from services.followup.reprisal import whose
from services.followup.reprisal.state import Case, State, done, untaken
from shared.contracts.followup_reprisal_commands import (
    AssessReprisalHarm,
    DecideReprisalAction,
    NoteReprisalDocument,
    RecordReprisalAnswer,
    RecordReprisalConsent,
    SendReprisalForReport,
    ShareReprisal,
    StrikeReprisalDocument,
    TakeReprisalAction,
)
from shared.contracts.followup_reprisals import (
    Fact,
    ReprisalActionDecided,
    ReprisalActionTaken,
    ReprisalConsentRecorded,
    ReprisalDocumentNoted,
    ReprisalDocumentStruck,
    ReprisalHarmAssessed,
    ReprisalSentForAnnualReport,
    ReprisalShared,
    StateAnsweredOnReprisal,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Day, Number
from shared.reference.reprisals import (
    ACTIONS,
    AGREES,
    ANSWERS,
    CONSENTS,
    GIVEN_BY,
    HARM_DAYS,
    PARTS,
    PUBLIC,
    REPLIES,
    SHARED_WITH,
    SYMBOL,
    report_of,
)

_YEARS = range(2010, 2101)


def consent(
    command: RecordReprisalConsent, asked: Asked, this: Case, state: State
) -> Sequence[Fact]:
    """Informed, and for each action alone; nobody is asked where there is no victim.

    Whoever is of the group records a "no" and a withdrawal (XR3).
    """
    agrees = command.answer in AGREES
    if agrees:
        whose.officer_or_holder(asked, this, state)
    if command.consent not in CONSENTS or command.answer not in ANSWERS:
        raise Refused("Choose the action and the answer from the list.")
    if command.given_by not in GIVEN_BY or (command.given_by == "nobody") != this.without_victim:
        raise Refused("Choose from the list who has answered.")
    if command.given_by == "holder":
        whose.holder(asked, this, state)
    partly = command.answer == "conditions"
    if agrees and command.given_by in ("victim", "family") and not command.informed:
        raise Refused("Tell them of the risk first: without that it is no consent.")
    if command.note is None and (command.given_by in ("family", "holder") or partly):
        raise Refused("Write down the reason or the conditions.")
    rested = this.consents_to(command.consent) or this.rests_on(command.consent)
    if command.answer == "withdrawn" and not rested:
        raise Refused("There is no consent that could be withdrawn.")
    sent = command.consent == "sg_report"
    recorded = ReprisalConsentRecorded(
        **done(command, asked),
        consent=command.consent,
        answer=command.answer,
        given_by=command.given_by,
        informed=command.informed,
        note=command.note,
        stopped=() if command.answer == "yes" else untaken(this, command.consent),
        to_review=() if agrees else _published(this, command.consent),
        years_to_review=tuple(sorted(this.years)) if sent and not agrees else (),
    )
    return [recorded]


def _published(this: Case, about: str) -> tuple[str, ...]:
    return tuple(one for one in sorted(this.taken & PUBLIC) if ACTIONS[one] == about)


def assess(command: AssessReprisalHarm, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    today = day_of(asked.at)
    if command.consent not in CONSENTS:
        raise Refused("Choose the action from the list.")
    if not this.reported_on <= command.assessed_on <= today:
        raise Refused("The assessment was made since the report, and not after today.")
    assessed = ReprisalHarmAssessed(
        **done(command, asked),
        consent=command.consent,
        assessed_on=command.assessed_on,
        assessment=command.assessment,
    )
    return [assessed]


def decide_on(
    command: DecideReprisalAction, asked: Asked, this: Case, state: State
) -> Sequence[Fact]:
    whose.holder(asked, this, state)
    _allowed(command.action, asked, this)
    if command.action in this.decided:
        return []
    return [
        ReprisalActionDecided(**done(command, asked), action=command.action, urgent=this.imminent)
    ]


def take(command: TakeReprisalAction, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    """What was decided stands while its consent does, and on the day was assessed (XR3, I4)."""
    whose.holder_or_focal(asked, this, state)
    if command.action not in this.decided:
        raise Refused("The Mandate-holder decides on an action first.")
    if not this.reported_on <= command.taken_on <= day_of(asked.at):
        raise Refused("An action was taken since the report, and not after today.")
    consented(ACTIONS[command.action], command.taken_on, this)
    taken = ReprisalActionTaken(
        **done(command, asked),
        action=command.action,
        taken_on=command.taken_on,
        note=command.note,
    )
    return [taken]


def answered(
    command: RecordReprisalAnswer, asked: Asked, this: Case, state: State
) -> Sequence[Fact]:
    whose.officer_or_holder(asked, this, state)
    if command.value not in REPLIES:
        raise Refused("Choose the answer of the State from the list.")
    if not this.reported_on <= command.answered_on <= day_of(asked.at):
        raise Refused("An answer is received since the report, and not after today.")
    recorded = StateAnsweredOnReprisal(
        **done(command, asked),
        value=command.value,
        answered_on=command.answered_on,
        answer=command.answer,
    )
    return [recorded]


def send(command: SendReprisalForReport, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    """Annex II follows up what an earlier report had."""
    whose.focal(asked)
    if command.year not in _YEARS or command.part not in PARTS:
        raise Refused("Choose the year and the part of the report from the list.")
    call = report_of(command.year)
    if day_of(asked.at) > call.closes_on:
        raise Refused("The call for this report closed on {day}.", day=Day(call.closes_on))
    if not 0 < command.words <= call.words:
        raise Refused("The text has from 1 to {most} words.", most=Number(call.words))
    if command.part == "annex_ii" and min(this.years, default=command.year) >= command.year:
        raise Refused("Annex II is for cases that an earlier report had.")
    consented("sg_report", day_of(asked.at), this)
    sent = ReprisalSentForAnnualReport(
        **done(command, asked),
        year=command.year,
        part=command.part,
        words=command.words,
        text=command.text,
    )
    return [sent]


def share(command: ShareReprisal, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    """XR7: a person copies the safe summary; the platform sends nothing."""
    if command.with_whom not in SHARED_WITH:
        raise Refused("Choose from the list whom it was copied to.")
    consented("sharing", day_of(asked.at), this)
    return [ReprisalShared(**done(command, asked), with_whom=command.with_whom)]


def note_document(
    command: NoteReprisalDocument, asked: Asked, this: Case, _: State
) -> Sequence[Fact]:
    """XR6: what is public of a case is what a document of the United Nations says of it."""
    whose.focal(asked)
    if not re.fullmatch(SYMBOL, command.symbol):
        raise Refused("Enter the symbol of a document, such as A/HRC/42/30.")
    if command.published_on > day_of(asked.at):
        raise Refused("Note a document once it is public.")
    if command.symbol in this.symbols:
        return []
    noted = ReprisalDocumentNoted(
        **done(command, asked), symbol=command.symbol, published_on=command.published_on
    )
    return [noted]


def strike_document(
    command: StrikeReprisalDocument, asked: Asked, this: Case, _: State
) -> Sequence[Fact]:
    whose.focal(asked)
    if command.symbol not in this.symbols:
        raise Refused("No such document is noted in this case.")
    struck = ReprisalDocumentStruck(
        **done(command, asked), symbol=command.symbol, note=command.note
    )
    return [struck]


def _allowed(action: str, asked: Asked, this: Case) -> None:
    if action not in ACTIONS:
        raise Refused("Choose the action from the list.")
    consented(ACTIONS[action], day_of(asked.at), this)


def consented(about: str, on: date, this: Case) -> None:
    """Refuse what has no consent, or no assessment of less than seven days before this one."""
    if not this.consents_to(about):
        raise Refused("There is no consent to this action.")
    assessed = this.assessed.get(about)
    if assessed is None or (on - assessed).days >= HARM_DAYS:
        raise Refused(
            "Assess first what harm this action could do: an assessment is good for {days} days.",
            days=Number(HARM_DAYS),
        )
