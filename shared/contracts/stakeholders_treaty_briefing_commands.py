"""The commands about briefings for treaty bodies: the desk officer of the State asks for each."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_treaty_briefings import BriefingAsked, BriefingLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OfBriefing:
    """``version``: the one that the page showed, and of a signature the one that it makes.

    ``state``: whose desk officer asks.
    """

    briefing_id: str
    state: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTreatyBriefing(OfBriefing):
    """``lines`` and ``numbers``: of this moment; ``shown``: the hash that the page showed."""

    asked: BriefingAsked
    lines: tuple[BriefingLine, ...]
    numbers: tuple[int, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsignTreatyBriefing(OfBriefing):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverTreatyBriefing(OfBriefing):
    """``hash``: of what the register says at this moment."""

    hash: str


Command: TypeAlias = SignTreatyBriefing | UnsignTreatyBriefing | HandOverTreatyBriefing

TYPES: dict[str, type] = {
    "sign-treaty-briefing": SignTreatyBriefing,
    "unsign-treaty-briefing": UnsignTreatyBriefing,
    "hand-over-treaty-briefing": HandOverTreatyBriefing,
}
