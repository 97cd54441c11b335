"""Facts of followup about what the sources of a visit are told: M14, section E.4 of the reference.

A stream for each mission beside that of the mission, as others read it: those who sent something
to its calls for input, and the partners that were told. No State, and no other mandate.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

Met: TypeAlias = Literal["told", "none", "open"]
"""The people met who are not on the platform: told by other means, nobody was met, not told yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldText:
    """What comes next, and whom to call if somebody is threatened, in one language."""

    language: str
    comes: Sealed
    call: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTelling:
    """``step``: how many steps its stream has with this one."""

    mission_id: str
    mandate: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesDraftKept(OnTelling):
    """``draft``: all that was typed, as JSON; under the key of the telling that it leads to."""

    draft: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesTold(OnTelling):
    """Whoever sent something to this mandate reads it by the return code, and these partners do.

    ``number``: of this telling; it takes the place of the one before, and ``reason`` says why.
    ``partners``: by their ids. How many contributions there were follows from their own facts.
    """

    number: int
    texts: tuple[ToldText, ...]
    partners: tuple[str, ...]
    met: Met
    reason: Sealed | None


Fact: TypeAlias = SourcesDraftKept | SourcesTold

TYPES: dict[str, type] = {
    "mission-sources-draft-kept": SourcesDraftKept,
    "mission-sources-told": SourcesTold,
}
