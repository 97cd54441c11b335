"""Which lines a reader may see: the feed column of the matrix (domain.md section 6.1)."""

from dataclasses import dataclass

from portal.activity.lines import Line
from portal.policy import Kind, Scope, Sight, readers, sight
from shared.actor import Actor
from shared.reference import states

READERS = readers(Kind.FEED, least=Sight.METADATA)


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
    stands = set()
    if not actor.mandates.isdisjoint(line.mandates):
        stands.add(Scope.MANDATE)
    if line.recipient in actor.states:
        stands.add(Scope.STATE)
    return sight(actor, Kind.FEED, stands) >= Sight.METADATA


def region(recipient: str | None) -> str | None:
    state = states().get(recipient or "")
    return state.group if state else None
