"""The commands by which the sources of a visit are told what comes next: those of its mandate."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.followup_tellings import Met, ToldText
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTelling:
    """``seen``: the steps of its stream that the page showed."""

    mission_id: str
    mandate: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSourcesDraft(OnTelling):
    draft: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TellSources(OnTelling):
    """``partners``: all that are told. ``reason``: of a further telling; None: the first one."""

    texts: tuple[ToldText, ...]
    partners: tuple[str, ...]
    met: Met
    reason: Sealed | None


Command: TypeAlias = KeepSourcesDraft | TellSources

TYPES: dict[str, type] = {
    "keep-mission-sources-draft": KeepSourcesDraft,
    "tell-mission-sources": TellSources,
}
