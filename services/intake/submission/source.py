"""Decisions of the source alone: victims, answers, consent given or withdrawn (R13)."""

from collections.abc import Sequence
from dataclasses import replace

from services.intake.contact_point import require_for_consent
from services.intake.events import Event
from services.intake.submission.consents import givable, granted, revocable
from services.intake.submission.state import Received, is_source
from shared.contracts.intake import (
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    Victim,
    VictimsAdded,
)
from shared.contracts.intake_commands import (
    AddVictims,
    GrantConsent,
    ProvideInformation,
    WithdrawConsent,
)
from shared.contracts.intake_source import DevelopmentAdded
from shared.contracts.intake_source_commands import AddDevelopment
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role

_NO_VICTIM = "This submission knows no such victim."


def sound(victims: Sequence[Victim]) -> None:
    """Refuse a victim who appears twice, and missing consent without a reason."""
    if len({one.victim_id for one in victims}) < len(victims):
        raise Refused("Name each victim once.")
    if any(one.consent.act == "impossible" and one.consent.reason is None for one in victims):
        raise Refused("Say why consent cannot be obtained.")


def add_victims(command: AddVictims, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state) and asked.by.actor_id != state.entered_by:
        raise Forbidden("Only the source may add victims.")
    sound(command.victims)
    new = tuple(one for one in command.victims if one.victim_id not in state.consents.victims)
    if not new:
        return []
    return [
        VictimsAdded(
            submission_id=command.submission_id,
            victims=new,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def answer(command: ProvideInformation, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state):
        raise Forbidden("Only the source may answer.")
    if command.question_id in state.answered:
        return []
    if command.question_id not in state.open_questions:
        raise Refused("This question was never asked.")
    return [
        InformationProvided(
            submission_id=command.submission_id,
            question_id=command.question_id,
            answer=command.answer,
            language=command.language,
            provided_by=asked.by.actor_id,
            provided_at=asked.at,
        )
    ]


def add_development(command: AddDevelopment, asked: Asked, state: Received) -> Sequence[Event]:
    """Any later event, confirming or not; also for submissions that are not acted on."""
    if not is_source(asked, state):
        raise Forbidden("Only the source may add what is new.")
    if command.development_id in state.later.developments:
        return []
    return [
        DevelopmentAdded(
            submission_id=command.submission_id,
            development_id=command.development_id,
            text=command.text,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def withdraw_consent(command: WithdrawConsent, asked: Asked, state: Received) -> Sequence[Event]:
    """It stops everything that is not transmitted yet (R13); sent letters stay sent."""
    if not is_source(asked, state):
        raise Forbidden("Only the source may withdraw consent.")
    _known(command.victim_id, state)
    if not revocable(state.consents, command.victim_id, command.scope):
        return []
    return [
        ConsentWithdrawn(
            submission_id=command.submission_id,
            scope=command.scope,
            victim_id=command.victim_id,
            communication_ids=tuple(sorted(state.communications)),
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def grant_consent(command: GrantConsent, asked: Asked, state: Received) -> Sequence[Event]:
    if not is_source(asked, state):
        raise Forbidden("Only the source may give consent.")
    if not asked.by.has(Role.SOURCE):
        require_for_consent(asked, state.stopped_at)
    _known(command.victim_id, state)
    if not givable(state.consents, command.victim_id, command.scope):
        return []
    given = ConsentGranted(
        submission_id=command.submission_id,
        scope=command.scope,
        victim_id=command.victim_id,
        communication_ids=tuple(sorted(state.communications)),
        granted_by=asked.by.actor_id,
        granted_at=asked.at,
    )
    stopped = granted(state.consents, given).standing is not None
    return [replace(given, still_withdrawn=stopped)]


def _known(victim_id: str | None, state: Received) -> None:
    if victim_id is not None and victim_id not in state.consents.victims:
        raise Refused(_NO_VICTIM)
