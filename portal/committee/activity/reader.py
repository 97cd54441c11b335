"""The lines that a reader may see: the feed column of the matrix (procedure.md section 6.1)."""

from dataclasses import dataclass, replace

from portal.committee.activity.lines import Line
from portal.web.policy import Kind, Scope, Sight, readers, sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import states

READERS = readers(Kind.FEED, least=Sight.METADATA)
_OF_MANDATES = frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The reader's filters; None: everything."""

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
    here = line.recipient in actor.states
    if here and line.desk:
        stands.add(Scope.STATE)
    elif here and actor.has(Role.DESK_OFFICER):  # R15: through a mandate of theirs, or not at all
        actor = replace(actor, roles=actor.roles & _OF_MANDATES)
    return sight(actor, Kind.FEED, stands) >= Sight.METADATA


def region(recipient: str | None) -> str | None:
    state = states().get(recipient or "")
    return state.group if state else None
