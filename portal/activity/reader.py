"""Which lines a reader may see: the feed column of the matrix (domain.md section 6.1)."""

from dataclasses import dataclass

from portal.activity.lines import Line
from shared.actor import Actor
from shared.reference import states
from shared.roles import Role

ALL = (Role.COORDINATION_COMMITTEE, Role.QUICK_RESPONSE_DESK, Role.CHIEF)
OWN_MANDATE = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
READERS = (*ALL, *OWN_MANDATE, Role.DESK_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the reader asked for; None: everything."""

    kind: str | None = None
    mandate: str | None = None
    region: str | None = None

    def admits(self, line: Line) -> bool:
        return (
            self.kind in {None, line.kind}
            and (self.mandate is None or self.mandate in line.mandates)
            and (self.region is None or self.region == region(line.recipient))
        )


def may_see(actor: Actor, line: Line) -> bool:
    """Default deny."""
    if actor.has(*ALL):
        return True
    if actor.has(*OWN_MANDATE) and not actor.mandates.isdisjoint(line.mandates):
        return True
    return actor.has(Role.DESK_OFFICER) and line.recipient in actor.states


def region(recipient: str | None) -> str | None:
    state = states().get(recipient or "")
    return state.group if state else None
