"""What stands in the register of standing invitations, which everybody reads.

Struck entries are for those who signed in. A State without an entry has none on record, which does
not say that it has extended none.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Connection, Row, Select, select

from portal.followup.invitations.read_model import entries, registers
from portal.web import policy
from portal.web.policy import Kind, Sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.invitations import Change, Scope, in_force, standing

DESK: Final = Role.QUICK_RESPONSE_DESK
PLACE: Final = policy.readers(Kind.VISIT, least=Sight.METADATA)
"""Who has a link to it in the header: those who see visit files. Everybody signed in reads it."""
WRITERS: Final = frozenset({DESK, Role.DESK_OFFICER})
HISTORY: Final = 50  # at once
SCOPES: Final[Mapping[str, Scope]] = {
    "standing-invitation-extended": "extended",
    "standing-invitation-limited": "limited",
    "standing-invitation-withdrawn": "withdrawn",
}

_c = entries.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``kind``: the fact's wire name. ``mandates``: of an invitation that is limited."""

    entry_id: str
    state: str
    kind: str
    dated_on: date
    source: str
    mandates: Sequence[str]
    pledge: str | None
    recorded_by: str
    recorded_at: datetime
    struck_by: str | None
    struck_at: datetime | None

    @property
    def struck(self) -> bool:
        return self.struck_by is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``entries``: those that are not struck, as they were recorded."""

    entries: Sequence[Entry] = ()

    def on(self, day: date) -> Change | None:
        """Return what stood at the end of that day; None: nothing is on record by then."""
        return standing(self._changes, day)

    def source(self, stands: Change) -> str:
        """Return the source of what stands."""
        return [one.source for one in self.entries if _change(one) == stands][-1]

    @property
    def latest_first(self) -> Sequence[Entry]:
        """Return what counts: pledges, and what changes the invitation."""
        counts = {None, *in_force(self._changes)}
        some = [one for one in self.entries if _change(one) in counts]
        return sorted(some, key=lambda one: one.dated_on)[::-1]

    @property
    def _changes(self) -> Sequence[Change]:
        return [change for one in self.entries if (change := _change(one))]


NOTHING: Final = Register()


def every(conn: Connection, states: Collection[str] | None = None) -> Mapping[str, Register]:
    """Return the registers of these States, or of all; none of a State without an entry."""
    these = select(entries).where(_c.struck_by.is_(None), _c.kind.is_not(None))
    if states is not None:
        these = these.where(_c.state.in_(sorted(states)))
    found: dict[str, list[Entry]] = {}
    for row in conn.execute(these.order_by(_c.recorded, _c.entry_id)):
        found.setdefault(row.state, []).append(of_row(row))
    return {state: Register(entries=some) for state, some in found.items()}


def of_state(conn: Connection, state: str) -> Register:
    return every(conn, [state]).get(state, NOTHING)


def history(state: str) -> Select[Any]:
    """Return every entry of a State, struck ones too, the latest day first."""
    these = select(entries).where(_c.state == state, _c.kind.is_not(None))
    return these.order_by(_c.dated_on.desc(), _c.recorded.desc())


def entry(conn: Connection, state: str, entry_id: str) -> Entry | None:
    row = conn.execute(history(state).where(_c.entry_id == entry_id)).one_or_none()
    return None if row is None else of_row(row)


def steps(conn: Connection, state: str) -> int:
    return cast(
        "int", conn.scalar(select(registers.c.steps).where(registers.c.state == state)) or 0
    )


def works(actor: Actor, state: str) -> bool:
    """Whether this person records what is of this State. The service rules."""
    return actor.has(DESK) or (actor.has(Role.DESK_OFFICER) and state in actor.states)


def of_row(row: Row[Any]) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        state=row.state,
        kind=row.kind,
        dated_on=row.dated_on,
        source=row.source,
        mandates=row.mandates or (),
        pledge=row.pledge,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        struck_by=row.struck_by,
        struck_at=row.struck_at,
    )


def _change(one: Entry) -> Change | None:
    """Return what it changes; None: it is a pledge."""
    if one.kind not in SCOPES:
        return None
    return Change(dated_on=one.dated_on, scope=SCOPES[one.kind], mandates=tuple(one.mandates))
