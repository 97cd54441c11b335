"""A recommendation to a State: issued, informed about by those who implement it, assessed.

Lifecycle and guards: procedure.md section 2.3. The mandate-holder grades, or who does so for them.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from services.followup.recommendation import (
    answered,
    delegating,
    describing,
    ending,
    grading,
    informing,
    proposing,
    registering,
    taking_up,
)
from services.followup.recommendation.commands import (
    Command,
    PassRecommendationOn,
    RegisterRecommendation,
    TakeBackRecommendation,
)
from services.followup.recommendation.state import Absent, Event, Heard, Issued, State, evolve
from services.followup.reference.decide import REFERENCE
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_addressee_proposals import (
    ProposeAddressee,
    TakeBackAddresseeProposal,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_evidence import AddImplementationFile
from shared.contracts.followup_information import (
    Decides,
    PublishImplementationInfo,
    TakeImplementationInfoBack,
    WithdrawImplementationInfo,
    WithholdImplementationInfo,
)
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendation_commands import (
    AnswerLead,
    AssessImplementation,
    Describes,
    Ends,
    IssueRecommendation,
    LetRecommendationGo,
    ProvideImplementationInfo,
    PublishRecommendation,
    ShareRecommendation,
    TakeRecommendationUp,
    UnshareRecommendation,
    WithdrawRecommendation,
    of_common_text,
)
from shared.contracts.followup_taking_up import PublicOrigin
from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import EVERY_STATE, OTHER, mandates, recipients
from shared.reference.country_teams import team_of
from shared.reference.mandate_holder import holds_alone
from shared.reference.publication import WITHDRAWAL_REASONS

OfProvider: TypeAlias = (
    ProvideImplementationInfo | AddImplementationFile | WithdrawImplementationInfo
)
OfHolder: TypeAlias = (
    AssessImplementation
    | AnswerLead
    | PublishRecommendation
    | WithdrawRecommendation
    | ShareRecommendation
    | UnshareRecommendation
    | Decides
)


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, IssueRecommendation):
        return _issue(command, asked, state)
    if isinstance(command, TakeRecommendationUp):
        return taking_up.take_up(command, asked, state)
    if isinstance(command, RegisterRecommendation):
        return registering.register(command, asked, state)
    if isinstance(command, TakeBackRecommendation):
        return registering.take_back(command, state)
    if isinstance(state, Absent):
        raise Refused("There is no such recommendation.")
    if isinstance(command, OfProvider | TakeImplementationInfoBack):
        return _informed(command, asked, state)
    if isinstance(command, ProposeAddressee | TakeBackAddresseeProposal):
        return _proposed(command, asked, state)
    if isinstance(command, PassRecommendationOn):
        return _pass_on(command, asked, state)
    if state.kept:
        raise Refused("The mandate that issued it has ended, and it is kept as a record.")
    if isinstance(command, LetRecommendationGo):
        return taking_up.let_go(command, asked, state)
    if state.let_go:
        raise Refused("It was let go. Take it up again first.")
    if isinstance(command, Describes):
        return describing.decide(command, asked, state)
    if isinstance(command, Ends):
        return ending.decide(command, asked, state)
    return _decide(command, asked, state)


def _informed(
    command: OfProvider | TakeImplementationInfoBack, asked: Asked, state: Issued
) -> Sequence[Event]:
    """What is said, taken back or in danger does not depend on what happened to the file."""
    match command:
        case ProvideImplementationInfo():
            return informing.inform(command, asked, state)
        case AddImplementationFile():
            return informing.add_file(command, asked, state)
        case WithdrawImplementationInfo():
            return informing.withdraw(command, asked, state)
        case TakeImplementationInfoBack():
            return informing.take_back(command, asked, state)
    assert_never(command)


def _decide(command: OfHolder, asked: Asked, state: Issued) -> Sequence[Event]:
    match command:
        case AssessImplementation():
            return grading.assess(command, asked, state)
        case AnswerLead():
            return describing.answer(command, asked, state)
        case PublishRecommendation():
            return _publish(command, asked, state)
        case WithdrawRecommendation():
            return _withdraw(command, asked, state)
        case ShareRecommendation():
            return _share(command, asked, state)
        case UnshareRecommendation():
            return _unshare(command, asked, state)
        case PublishImplementationInfo() | WithholdImplementationInfo():
            return informing.decided(command, asked, state)
    assert_never(command)


def _issue(command: IssueRecommendation, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Issued):
        return []
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may issue a recommendation.")
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can issue recommendations only for a mandate that you hold.")
    if command.addressee not in recipients().keys() - {OTHER} | {EVERY_STATE}:
        raise Refused("Choose the State from the list.")
    common = command.common_id
    if common is not None and command.recommendation_id != of_common_text(
        common_id=common, addressee=command.addressee
    ):
        raise Refused("Choose the State from the list.")  # a text has one to each State
    return [
        RecommendationIssued(
            recommendation_id=command.recommendation_id,
            communication_id=command.communication_id,
            addressee=command.addressee,
            mandate=command.mandate,
            text=command.text,
            issued_by=asked.by.actor_id,
            issued_at=asked.at,
            common_id=common,
        )
    ]


def _proposed(
    command: ProposeAddressee | TakeBackAddresseeProposal, asked: Asked, state: Issued
) -> Sequence[Event]:
    about = proposing.About(
        addressee=state.addressee,
        mandate=state.mandate,
        read=state.published is not None or team_of(state.addressee) in state.shared,
        over=state.kept or state.let_go or state.closed is not None,
    )
    if isinstance(command, TakeBackAddresseeProposal):
        return proposing.take_back(command, asked, state.proposals, about)
    return proposing.propose(command, asked, state.proposals, about)


def _pass_on(command: PassRecommendationOn, asked: Asked, state: Issued) -> Sequence[Event]:
    if command.mandate != state.mandate or state.kept:
        return []
    return [
        RecommendationPassedOn(
            recommendation_id=command.recommendation_id,
            mandate=command.mandate,
            to=command.to,
            passed_at=asked.at,
        )
    ]


def _publish(command: PublishRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may make a recommendation public."
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may make it public.")
    if state.published == command.seen:
        return []
    if command.seen != state.version:
        raise Refused("The text was corrected since. Look at it again.")
    if command.noted != state.noted:
        raise Refused("This was changed since. Look at it again.")
    if not command.text.strip():
        raise Refused("Enter the text that everybody may read.")
    return [
        RecommendationPublished(
            recommendation_id=command.recommendation_id,
            communication_id=state.communication_id,
            addressee=state.addressee,
            mandate=state.mandate,
            issued_at=state.issued_at,
            text=command.text,
            published_by=asked.by.actor_id,
            published_at=asked.at,
            version=command.seen,
            symbol=state.symbol,
            origin=_origin(command, state),
            report=state.report,
        )
    ]


def _origin(command: PublishRecommendation, state: Issued) -> PublicOrigin | None:
    if state.origin is None:
        return None
    if not command.document.strip():
        raise Refused("Say who recommended it, and where.")
    of = state.origin
    return PublicOrigin(item=of.item, source=of.source, document=command.document)


def _withdraw(command: WithdrawRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    """Take it back completely: a corrected one is published again."""
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may take back a recommendation."
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may take it back.")
    if state.published is None:
        return []
    if command.reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose the reason from the list.")
    gone = RecommendationWithdrawn(
        recommendation_id=command.recommendation_id,
        addressee=state.addressee,
        mandate=state.mandate,
        issued_at=state.issued_at,
        reason=command.reason,
        note=command.note,
        withdrawn_by=asked.by.actor_id,
        withdrawn_at=asked.at,
    )
    return informing.with_what_is_on_it(gone, state)


def _share(command: ShareRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may invite an organisation.")
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may invite to it.")
    if not describing.can_be_invited(command.organisation_id, state):
        raise Refused("Enter the code of the organisation.")
    if command.organisation_id in state.shared:
        return []
    return [
        RecommendationShared(
            recommendation_id=command.recommendation_id,
            organisation_id=command.organisation_id,
            mandate=state.mandate,
            shared_by=asked.by.actor_id,
            shared_at=asked.at,
        )
    ]


def _unshare(command: UnshareRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may take back an invitation.")
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may take this back.")
    if command.organisation_id not in state.shared:
        return []
    return [
        RecommendationUnshared(
            recommendation_id=command.recommendation_id,
            organisation_id=command.organisation_id,
            mandate=state.mandate,
            unshared_by=asked.by.actor_id,
            unshared_at=asked.at,
        )
    ]


def _consults(command: Command, _: State) -> Sequence[str]:
    return [REFERENCE.stream_of("all")] if isinstance(command, TakeRecommendationUp) else []


def _consults_for(command: Command, state: State, by: Actor) -> Sequence[str]:
    """A grade reads the rounds that it rests on, and an officer's its delegation (FR5)."""
    if not isinstance(command, AssessImplementation) or isinstance(state, Absent):
        return []
    under = () if holds_alone(by) else delegating.streams(state.mandate)
    return [*under, *answered.streams(command)]


RECOMMENDATION: Decider[Command, Heard, State] = Decider(
    category="recommendation",
    key=lambda command: command.recommendation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, IssueRecommendation),
    consults=_consults,
    consults_for=_consults_for,
)
