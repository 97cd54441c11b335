"""What becomes of information on implementation: Q7 and Q8 of section F.2.

The text of section F is visits-recommendations-knowledge.md. Its provider says what may become of
it, and takes it back until it is public; the holder of the mandate publishes or withholds it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationInfoPublished:
    """The words of its provider in the clear. ``name``: None, if it is not to be told.

    ``since`` and ``until``: the days that it is about. ``replaces``: what was public and is so no
    more, as this corrects it.
    """

    recommendation_id: str
    info_id: str
    addressee: str
    mandate: str
    provider: Literal["government", "nhri", "ngo", "unct"]
    name: str | None
    text: str
    since: date | None
    until: date | None
    published_by: str
    published_at: datetime
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationInfoWithheld:
    """The holder decided not to publish it. ``reason``: for the mandate alone.

    ``for_provider``: what its provider reads of why. ``told``: whether it reads that it was.
    """

    recommendation_id: str
    info_id: str
    mandate: str
    reason: Sealed
    withheld_by: str
    withheld_at: datetime
    for_provider: Sealed | None = None
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationInfoTakenBack:
    """It is public no more, perhaps because the recommendation is not.

    ``reason``: of shared.reference.publication.WITHDRAWAL_REASONS.
    """

    recommendation_id: str
    info_id: str
    mandate: str
    reason: str
    taken_back_by: str
    taken_back_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationInfoWithdrawn:
    """By its provider: the mandate reads it no more, and bases no grade on it."""

    recommendation_id: str
    info_id: str
    mandate: str
    withdrawn_by: str
    withdrawn_at: datetime


Fact: TypeAlias = (
    ImplementationInfoPublished
    | ImplementationInfoWithheld
    | ImplementationInfoTakenBack
    | ImplementationInfoWithdrawn
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishImplementationInfo:
    """``text`` and ``name``: in the clear, as its provider gave them. ``name``: if it wishes so."""

    recommendation_id: str
    info_id: str
    text: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdImplementationInfo:
    """``for_provider``: what its provider reads of why."""

    recommendation_id: str
    info_id: str
    reason: Sealed
    for_provider: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeImplementationInfoBack:
    """``reason``: one of WITHDRAWAL_REASONS."""

    recommendation_id: str
    info_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawImplementationInfo:
    """With what it stands in place of, as far as that is not public."""

    recommendation_id: str
    info_id: str


Decides: TypeAlias = PublishImplementationInfo | WithholdImplementationInfo
TakesBack: TypeAlias = TakeImplementationInfoBack | WithdrawImplementationInfo

TYPES: dict[str, type] = {
    "implementation-info-published": ImplementationInfoPublished,
    "implementation-info-withheld": ImplementationInfoWithheld,
    "implementation-info-taken-back": ImplementationInfoTakenBack,
    "implementation-info-withdrawn": ImplementationInfoWithdrawn,
}
COMMANDS: dict[str, type] = {
    "publish-implementation-info": PublishImplementationInfo,
    "withhold-implementation-info": WithholdImplementationInfo,
    "take-implementation-info-back": TakeImplementationInfoBack,
    "withdraw-implementation-info": WithdrawImplementationInfo,
}
FEED: Feed = {
    ImplementationInfoPublished: Shown(
        words="Implementation information published", mandates="mandate", recipient="addressee"
    ),
}


def withheld_2(old: dict[str, Any]) -> dict[str, Any]:
    """Of version 1 its provider was not to hear."""
    return {**old, "for_provider": None, "told": False}


def received_2(old: dict[str, Any]) -> dict[str, Any]:
    """In version 1 the Government alone was an addressee, and nothing was corrected."""
    return {**old, "addressee_id": None, "corrects": None}


def received_3(old: dict[str, Any]) -> dict[str, Any]:
    """Up to version 2 all of it was for the mandate alone, and about no days."""
    return {**old, "wish": "holder", "name": None, "since": None, "until": None}
