"""The present consent of each victim: as filed, withdrawn, given (procedure.md section 5, R13).

Each victim has a separate consent. ``victim_id`` None in a fact or a command means all known
victims.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from shared.contracts.intake import (
    BLOCKING,
    Consent,
    ConsentGranted,
    ConsentScope,
    ConsentWithdrawn,
    Victim,
)

Key: TypeAlias = tuple[str, ConsentScope]
"""A victim and what was consented to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """As recorded: ``victim_id`` is None if it was for all."""

    victim_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """``granted``: in force; ``withdrawn``: granted before, or recorded as withdrawn."""

    victims: tuple[str, ...] = ()
    granted: frozenset[Key] = frozenset()
    withdrawn: Mapping[Key, Withdrawal] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[ConsentScope, Withdrawal] | None:
        """A withdrawal that stops uses of the submission; None if there is none.

        It is for all victims while it applies to all of them.
        """
        for (victim, scope), told in sorted(self.withdrawn.items(), key=lambda one: one[0]):
            if scope not in BLOCKING:
                continue
            all_of_them = all(self.withdrawn.get((one, scope)) == told for one in self.victims)
            for_all = told.victim_id is None and all_of_them
            one = None if for_all else victim
            return scope, Withdrawal(victim_id=one, by=told.by, at=told.at)
        return None


NONE = Consents()


def revocable(consents: Consents, victim_id: str | None, scope: ConsentScope) -> bool:
    """Whether a withdrawal would change anything."""
    return not consents.granted.isdisjoint(_meant(consents, victim_id, scope))


def givable(consents: Consents, victim_id: str | None, scope: ConsentScope) -> bool:
    """Whether a consent would change anything."""
    return not _meant(consents, victim_id, scope) <= consents.granted


def added(consents: Consents, victims: Iterable[Victim]) -> Consents:
    new = {one.victim_id: one.consent for one in victims if one.victim_id not in consents.victims}
    given = {(victim, scope) for victim, consent in new.items() for scope in _given(consent)}
    return Consents(
        victims=(*consents.victims, *new),
        granted=consents.granted | given,
        withdrawn=consents.withdrawn,
    )


def withdrawn(consents: Consents, fact: ConsentWithdrawn) -> Consents:
    told = Withdrawal(victim_id=fact.victim_id, by=fact.withdrawn_by, at=fact.withdrawn_at)
    meant = _meant(consents, fact.victim_id, fact.scope)
    return Consents(
        victims=consents.victims,
        granted=consents.granted - meant,
        withdrawn={**dict.fromkeys(meant, told), **consents.withdrawn},
    )


def granted(consents: Consents, fact: ConsentGranted) -> Consents:
    meant = _meant(consents, fact.victim_id, fact.scope)
    left = {key: told for key, told in consents.withdrawn.items() if key not in meant}
    return Consents(victims=consents.victims, granted=consents.granted | meant, withdrawn=left)


def _meant(consents: Consents, victim_id: str | None, scope: ConsentScope) -> frozenset[Key]:
    known = consents.victims if victim_id is None else (victim_id,)
    return frozenset((victim, scope) for victim in known)


def _given(consent: Consent) -> Iterable[ConsentScope]:
    """If the person could not be asked, the family or a representative consented."""
    if consent.act != "no":
        yield "act"
    scopes: tuple[ConsentScope, ...] = ("authorities", "public", "press", "sharing")
    yield from (scope for scope in scopes if getattr(consent, scope) == "yes")
