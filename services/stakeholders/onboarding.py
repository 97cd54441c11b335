"""The first weeks of a mandate-holder: M12 to M14 of selection-stakeholders-committee.md C.3.

A policy starts them when a term is recorded, whatever recorded it. They delay signing, and never
reading (SC7): approvals reads which bars are left.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_onboarding import (
    Fact,
    KitItem,
    OnboardingCompleted,
    OnboardingItemCompleted,
    OnboardingItemWaived,
    OnboardingStarted,
)
from shared.contracts.stakeholders_onboarding_commands import (
    Command,
    CompleteOnboardingItem,
    WaiveOnboardingItem,
)
from shared.contracts.stakeholders_terms import HolderTermStarted
from shared.core.actor import Asked, system
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.roles import Role
from shared.reference.onboarding import OFFICER_TOO, SINCE, TWO_FACTOR

ACCOUNTS = system("accounts")
"""The process that knows who set up a second step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOnboarding:
    """Only this service's own policy sends it."""

    of: HolderTermStarted
    kit: tuple[KitItem, ...]

    @property
    def term_id(self) -> str:
        return self.of.term_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Onboarding:
    """``kit``: the items by key; empty before it started."""

    mandate: str = ""
    holder_id: str | None = None
    kit: Mapping[str, KitItem] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()

    @property
    def bars(self) -> tuple[str, ...]:
        """What keeps the holder from signing."""
        return tuple(key for key, item in self.kit.items() if item.bars and key not in self.done)


Asks: TypeAlias = Command | StartOnboarding


def decide(command: Asks, asked: Asked, state: Onboarding) -> Sequence[Fact]:
    if isinstance(command, StartOnboarding):
        return [] if state.kit else _start(command, asked)
    item = state.kit.get(command.item)
    if item is None:
        raise Refused("There is no such item in the onboarding of this holder.")
    _may(item, asked, state)
    match command:
        case CompleteOnboardingItem():
            return _complete(command, asked, state)
        case WaiveOnboardingItem():
            return _waive(command, asked, state, item)
    assert_never(command)


def _start(command: StartOnboarding, asked: Asked) -> Sequence[Fact]:
    bars = tuple(item.key for item in command.kit if item.bars)
    started = OnboardingStarted(
        term_id=command.term_id,
        mandate=command.of.mandate,
        holder_id=command.of.holder_id,
        starts_on=command.of.starts_on,
        kit=command.kit,
        bars=bars,
        started_at=asked.at,
    )
    return [started] if bars else [started, _ready(started.term_id, started.mandate, asked)]


def _may(item: KitItem, asked: Asked, state: Onboarding) -> None:
    """The owner, or the Chief; a second step is what the accounts say it is."""
    if asked.by.has(Role.CHIEF):
        return
    if item.key == TWO_FACTOR:
        if asked.by == ACCOUNTS:
            return
        raise Forbidden("This item completes itself once the holder sets up a second step.")
    officer = asked.by.has(Role.HUMAN_RIGHTS_OFFICER) and asked.by.serves(state.mandate)
    if officer and (item.owner == "officer" or item.key in OFFICER_TOO):
        return
    if item.owner == "holder" and asked.by.has(Role.MANDATE_HOLDER):
        if asked.by.actor_id == state.holder_id:
            return
        raise Forbidden("Only the new holder or the Chief can say this.")
    raise Forbidden("Only the owner of this item, or the Chief, can say this.")


def _complete(command: CompleteOnboardingItem, asked: Asked, state: Onboarding) -> Sequence[Fact]:
    if command.item in state.done:
        return []
    left = tuple(key for key in state.bars if key != command.item)
    completed = OnboardingItemCompleted(
        term_id=command.term_id,
        mandate=state.mandate,
        item=command.item,
        evidence=command.evidence,
        bars_left=left,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )
    if left or not state.bars:
        return [completed]
    return [completed, _ready(command.term_id, state.mandate, asked)]


def _waive(
    command: WaiveOnboardingItem, asked: Asked, state: Onboarding, item: KitItem
) -> Sequence[Fact]:
    if item.bars:
        raise Refused("Nobody signs before this item is done, so it is never waived.")
    if command.item in state.waived:
        return []
    if command.item in state.done:
        raise Refused("This item is done already.")
    return [
        OnboardingItemWaived(
            term_id=command.term_id,
            mandate=state.mandate,
            item=command.item,
            reason=command.reason,
            waived_by=asked.by.actor_id,
            waived_at=asked.at,
        )
    ]


def _ready(term_id: str, mandate: str, asked: Asked) -> OnboardingCompleted:
    return OnboardingCompleted(term_id=term_id, mandate=mandate, completed_at=asked.at)


def evolve(state: Onboarding, event: Fact) -> Onboarding:
    match event:
        case OnboardingStarted():
            return Onboarding(
                mandate=event.mandate,
                holder_id=event.holder_id,
                kit={item.key: item for item in event.kit},
            )
        case OnboardingItemCompleted():
            return replace(state, done=state.done | {event.item})
        case OnboardingItemWaived():
            return replace(state, waived=state.waived | {event.item})
        case OnboardingCompleted():
            return state
    assert_never(event)


def starting(kit: tuple[KitItem, ...]) -> Callable[[object], Sequence[StartOnboarding]]:
    """Return the policy of an office with this kit."""

    def react(fact: object) -> Sequence[StartOnboarding]:
        """Start with a term that began since onboarding is on record."""
        if isinstance(fact, HolderTermStarted) and fact.starts_on >= SINCE:
            return [StartOnboarding(of=fact, kit=kit)]
        return []

    return react


ONBOARDING: Decider[Asks, Fact, Onboarding] = Decider(
    category="onboarding",
    key=lambda command: command.term_id,
    initial=Onboarding(),
    decide=decide,
    evolve=evolve,
)
