"""The lines that a reader may see: the feed column of the matrix (procedure.md section 6.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from portal.committee.activity.lines import UNSENT, Line
from portal.web.policy import Kind, Scope, Sight, readers, rows, sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import states
from shared.reference.alerts import COUNTRIES
from shared.reference.themes import mandates_of

READERS = readers(Kind.FEED, least=Sight.METADATA)
_OF_MANDATES = frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """The reader's filters; None: everything.

    Before a letter is sent nobody says to whom it goes (R10), so a line of it is in no region and
    of no State: ``unnamed`` takes such lines too. A line is about the themes of its mandates.
    """

    kind: str | None = None
    mandate: str | None = None
    theme: str | None = None
    region: str | None = None
    state: str | None = None
    unnamed: bool = False

    @property
    def of_mandates(self) -> tuple[frozenset[str], ...]:
        """Return from which mandates a line must name one: from each of these."""
        mandates = () if self.mandate is None else (frozenset({self.mandate}),)
        themes = () if self.theme is None else (mandates_of([self.theme]),)
        return mandates + themes

    @property
    def by_place(self) -> bool:
        return self.region is not None or self.state is not None

    def admits(self, line: Line) -> bool:
        return (
            self.kind in {None, line.kind}
            and all(not of.isdisjoint(line.mandates) for of in self.of_mandates)
            and self._is_there(line.recipient)
        )

    def _is_there(self, recipient: str | None) -> bool:
        if recipient is None and self.by_place:
            return self.unnamed
        return self.region in {None, region(recipient)} and self.state in {None, recipient}


def seen_by(actor: Actor, line: Line) -> Line | None:
    """Return the line as this reader sees it; None: not at all."""
    return with_names_for(actor, line) if may_see(actor, line) else None


def with_names_for(actor: Actor, line: Line) -> Line:
    """Leave out the mandates that say which State something is about that nobody has sent yet.

    Else the lines would count what is submitted about a State, day by day (SD2 and R10): who does
    not read those submissions must not learn from the feed how many there are.
    """
    if line.kind not in UNSENT or COUNTRIES.keys().isdisjoint(line.mandates):
        return line
    stands = () if actor.mandates.isdisjoint(line.mandates) else (Scope.MANDATE,)
    if sight(actor, Kind.SUBMISSION, stands) >= Sight.READ:
        return line
    return replace(line, mandates=tuple(one for one in line.mandates if one not in COUNTRIES))


def named(
    actor: Actor,
    mandates: frozenset[str],
    *,
    unsent: ColumnElement[bool],
    of: Callable[[Iterable[str]], ColumnElement[bool]],
) -> ColumnElement[bool]:
    """Return ``with_names_for`` as a condition on rows: is one of these named to this reader?

    ``unsent``: nothing has been sent; ``of``: of one of some mandates.
    """
    countries = mandates & COUNTRIES.keys()
    if not countries:
        return of(mandates)
    means = {
        Scope.ANY: true(),
        Scope.MANDATE: of(actor.mandates),
        Scope.OWN: false(),
        Scope.ORGANISATION: false(),
    }
    told = or_(not_(unsent), rows(actor, Kind.SUBMISSION, means))
    return or_(of(mandates - countries), and_(of(countries), told))


def is_kept_from(actor: Actor) -> bool:
    """Say whether this reader sees lines of which it is not told that they are about a State."""
    reads_lines = sight(actor, Kind.FEED, ()) >= Sight.METADATA
    return reads_lines and sight(actor, Kind.SUBMISSION, ()) < Sight.READ


def may_see(actor: Actor, line: Line) -> bool:
    """Default deny."""
    stands = set()
    if not actor.mandates.isdisjoint(line.mandates):
        stands.add(Scope.MANDATE)
    here = line.recipient in actor.states
    if here and line.desk:
        stands.add(Scope.STATE)
    elif here and actor.has(Role.DESK_OFFICER):
        actor = _of_mandates(actor)
    return sight(actor, Kind.FEED, stands) >= Sight.METADATA


def visible(
    actor: Actor,
    *,
    of_mandates: ColumnElement[bool],
    here: ColumnElement[bool],
    desk: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Return ``may_see`` as a condition on rows.

    ``of_mandates``: of one of the actor's mandates; ``here``: the recipient is one of the actor's
    States; ``desk``: the desk of the recipient may see it.
    """
    means = {Scope.ANY: true(), Scope.MANDATE: of_mandates, Scope.STATE: and_(here, desk)}
    seen = rows(actor, Kind.FEED, means, least=Sight.METADATA)
    if not actor.has(Role.DESK_OFFICER):
        return seen
    through = rows(_of_mandates(actor), Kind.FEED, means, least=Sight.METADATA)
    return and_(seen, or_(not_(and_(here, not_(desk))), through))


def _of_mandates(actor: Actor) -> Actor:
    """Return the desk officer of a State with a line about it: through a mandate, or not (R15)."""
    return replace(actor, roles=actor.roles & _OF_MANDATES)


def region(recipient: str | None) -> str | None:
    state = states().get(recipient or "")
    return state.group if state else None
