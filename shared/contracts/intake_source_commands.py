"""Commands about the source, and the source's later additions."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.intake import Victim
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDevelopment:
    submission_id: str
    development_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLaterVictim:
    """A person or group learnt of after filing, with the answers to the consent questions."""

    submission_id: str
    victim: Victim
    matching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddIncident:
    submission_id: str
    incident_id: str
    incident: Sealed
    matching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerpetrator:
    submission_id: str
    perpetrator_id: str
    perpetrator: Sealed


Learnt: TypeAlias = AddLaterVictim | AddIncident | AddPerpetrator


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSourceIdentity:
    """``reason_code``: one of shared.reference.opening.REASONS; ``reason``: in own words."""

    submission_id: str
    opening_id: str
    reason_code: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPassages:
    """``passages``: a keyed hash of each; ``reason``: why they do not tell who the source is."""

    submission_id: str
    passages: tuple[str, ...]
    reason: Sealed


OfTheSource: TypeAlias = AddDevelopment | Learnt | OpenSourceIdentity | ClearPassages
