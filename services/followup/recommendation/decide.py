"""A recommendation to a State: issued, informed about by those who implement it, assessed.

Lifecycle and guards: procedure.md section 2.3. Only the mandate-holder grades.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import assert_never

from services.followup.recommendation.commands import Command, PassRecommendationOn
from services.followup.recommendation.state import Absent, Event, Issued, State, evolve
from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    Provider,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendation_commands import (
    AssessImplementation,
    IssueRecommendation,
    ProvideImplementationInfo,
    PublishRecommendation,
    ShareRecommendation,
    UnshareRecommendation,
    WithdrawRecommendation,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import IMPLEMENTATION, OTHER, mandates, recipients
from shared.reference.publication import WITHDRAWAL_REASONS

SCHEMES = MappingProxyType({IMPLEMENTATION.code: IMPLEMENTATION})
"""The schemes that grade implementation."""
_CODE = re.compile(r"[A-Za-z0-9._-]{1,88}")


def decide(command: Command, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(command, IssueRecommendation):
        return _issue(command, asked, state)
    if isinstance(state, Absent):
        raise Refused("There is no such recommendation.")
    if isinstance(command, ProvideImplementationInfo):
        return _inform(command, asked, state)
    if isinstance(command, PassRecommendationOn):
        return _pass_on(command, asked, state)
    if state.kept:
        raise Refused("The mandate that issued it has ended, and it is kept as a record.")
    match command:
        case AssessImplementation():
            return _assess(command, asked, state)
        case PublishRecommendation():
            return _publish(command, asked, state)
        case WithdrawRecommendation():
            return _withdraw(command, asked, state)
        case ShareRecommendation():
            return _share(command, asked, state)
        case UnshareRecommendation():
            return _unshare(command, asked, state)
    assert_never(command)


def _issue(command: IssueRecommendation, asked: Asked, state: State) -> Sequence[Event]:
    if isinstance(state, Issued):
        return []
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may issue a recommendation.")
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can issue recommendations only for a mandate that you hold.")
    if command.addressee == OTHER or command.addressee not in recipients():
        raise Refused("Choose the State from the list.")
    return [
        RecommendationIssued(
            recommendation_id=command.recommendation_id,
            communication_id=command.communication_id,
            addressee=command.addressee,
            mandate=command.mandate,
            text=command.text,
            issued_by=asked.by.actor_id,
            issued_at=asked.at,
        )
    ]


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


def _inform(command: ProvideImplementationInfo, asked: Asked, state: Issued) -> Sequence[Event]:
    provider = _provider(asked.by, state.addressee)
    if provider is None:
        raise Forbidden(
            "Only NGO members, NHRI contact points and the Government addressed may add "
            "information on implementation."
        )
    if provider != "government" and not _open_to(asked.by, state):
        raise Refused("There is no such recommendation.")
    if command.info_id in state.infos:
        return []
    return [
        ImplementationInfoReceived(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            addressee=state.addressee,
            mandate=state.mandate,
            provider=provider,
            organisation_id=asked.by.organisation_id,
            text=command.text,
            provided_by=asked.by.actor_id,
            received_at=asked.at,
        )
    ]


def _assess(command: AssessImplementation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may assess implementation.")
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may assess it.")
    scheme = SCHEMES.get(command.scheme)
    if scheme is None or command.grade not in scheme.values:
        raise Refused("Choose a grade from the list.")
    top = command.grade == scheme.top
    if top and state.implemented:
        return []
    events: list[Event] = [
        ImplementationAssessed(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            scheme=command.scheme,
            grade=command.grade,
            rationale=command.rationale,
            assessed_by=asked.by.actor_id,
            assessed_at=asked.at,
        )
    ]
    if top:
        events.append(
            RecommendationImplemented(
                recommendation_id=command.recommendation_id,
                addressee=state.addressee,
                mandate=state.mandate,
                implemented_at=asked.at,
            )
        )
    return events


def _publish(command: PublishRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may make a recommendation public."
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may make it public.")
    if state.published:
        return []
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
        )
    ]


def _withdraw(command: WithdrawRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    """Take it back completely: a corrected one is published again."""
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may take back a recommendation."
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may take it back.")
    if not state.published:
        return []
    if command.reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose the reason from the list.")
    return [
        RecommendationWithdrawn(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            issued_at=state.issued_at,
            reason=command.reason,
            note=command.note,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def _share(command: ShareRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may invite an organisation.")
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may invite to it.")
    if not _CODE.fullmatch(command.organisation_id):
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


def _open_to(actor: Actor, state: Issued) -> bool:
    """Whether it is public, or this person's organisation is invited to it."""
    return state.published or actor.organisation_id in state.shared


def _provider(actor: Actor, addressee: str) -> Provider | None:
    """Return the kind of provider that the person's role means for this State."""
    if actor.has(Role.GOVERNMENT) and addressee in actor.states:
        return "government"
    if actor.has(Role.CONTACT_POINT):
        return "nhri"
    return "ngo" if actor.has(Role.NGO_MEMBER) else None


RECOMMENDATION: Decider[Command, Event, State] = Decider(
    category="recommendation",
    key=lambda command: command.recommendation_id,
    initial=Absent(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, IssueRecommendation),
)
