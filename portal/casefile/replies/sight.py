"""The visible part of a reply case for each person: the matrix in procedure.md section 6.1.

A case holds more than the reply: the Government does not see the mandates' opinions of it, drafts
are visible like all drafts, and messages between mandates and source like the submission.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select, true

from portal.casefile import reprisals
from portal.casefile.replies.tables import cases, signatures
from portal.web import policy
from portal.web.policy import Kind, Scope
from shared.core.actor import Actor
from shared.core.roles import Role

READERS = policy.readers(Kind.REPLY, least=policy.Sight.METADATA) | policy.readers(
    Kind.LETTER, least=policy.Sight.METADATA
)
"""Those who have a door to a case, or to the letter that opened it."""
LISTED = policy.readers(Kind.REPLY)
"""Those who have a list of what is due: all who read replies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Beside what letter it is: its reference, the recipient, the mandates that signed.

    ``case``: where it stands, and that something came. ``replies``: what the Government sent.
    ``house``: what mandates and secretariat made of it. ``drafts``: reminders that are not sent.
    ``source``: what was forwarded to sources and what they said. ``government``: this person is the
    Government that is addressed. ``letter``: and reads the letter itself.
    """

    case: bool = False
    replies: bool = False
    house: bool = False
    drafts: bool = False
    source: bool = False
    government: bool = False
    letter: bool = False


def sight(
    actor: Actor, *, recipient: str, mandates: Collection[str], successors: Collection[str] = ()
) -> Sight | None:
    """Return how much this person sees of a case; None if it does not exist for them.

    ``successors``: those of the mandates that did not sign. The source talked to the others.
    """
    stands = _stands(actor, recipient, mandates)
    signed = _stands(actor, recipient, [one for one in mandates if one not in successors])
    seen = policy.sight(actor, Kind.REPLY, stands)
    letter = policy.sight(actor, Kind.LETTER, stands)
    if max(seen, letter) is policy.Sight.NOTHING:
        return None
    inside = replace(actor, roles=actor.roles - {Role.GOVERNMENT})
    house = _reads(inside, Kind.REPLY, stands)
    government = actor.has(Role.GOVERNMENT) and recipient in actor.states
    return Sight(
        case=seen >= policy.Sight.METADATA,
        replies=seen >= policy.Sight.READ,
        house=house,
        drafts=house and _reads(inside, Kind.CLEARANCE, stands),
        source=house and _reads(inside, Kind.SUBMISSION, signed),
        government=government,
        letter=government and letter >= policy.Sight.READ,
    )


def listed(actor: Actor) -> ColumnElement[bool]:
    """The cases of which this person reads the replies, as SQL."""
    return and_(policy.rows(actor, Kind.REPLY, _means(actor)), not_closed(actor))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The cases that exist for this person, as SQL: those for which ``sight`` is not None."""
    means, least = _means(actor), policy.Sight.METADATA
    replies = policy.rows(actor, Kind.REPLY, means, least=least)
    letters = policy.rows(actor, Kind.LETTER, means, least=least)
    return and_(cases.c.reference.is_not(None), or_(replies, letters), not_closed(actor))


def known(actor: Actor) -> ColumnElement[bool]:
    """The cases of which this person learns whether something came, as SQL."""
    least = policy.Sight.METADATA
    return and_(policy.rows(actor, Kind.REPLY, _means(actor), least=least), not_closed(actor))


def not_closed(actor: Actor) -> ColumnElement[bool]:
    """The cases that R15 does not keep from this person, as SQL."""
    c = cases.c
    works = actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
    mine = _mine(actor) if works else false()
    return or_(not_(reprisals.closed(actor, c.communication_id, c.recipient)), mine)


def _means(actor: Actor) -> Mapping[Scope, ColumnElement[bool]]:
    return {
        Scope.ANY: true(),
        Scope.MANDATE: _mine(actor),
        Scope.STATE: cases.c.recipient.in_(actor.states),
    }


def signed(actor: Actor) -> ColumnElement[bool]:
    """The cases whose replies this person reads for a mandate that signed.

    From who works for it R15 keeps none of them.
    """
    c = signatures.c
    mine = exists().where(
        c.communication_id == cases.c.communication_id, c.mandate.in_(actor.mandates)
    )
    means = {Scope.ANY: false(), Scope.MANDATE: mine, Scope.STATE: false()}
    return policy.rows(actor, Kind.REPLY, means)


def of_states(actor: Actor) -> ColumnElement[bool]:
    """The cases whose replies this person reads for a State, as SQL."""
    means = {**_means(actor), Scope.ANY: false(), Scope.MANDATE: false()}
    return and_(policy.rows(actor, Kind.REPLY, means), not_closed(actor))


def _mine(actor: Actor) -> ColumnElement[bool]:
    mine = select(signatures.c.communication_id).where(signatures.c.mandate.in_(actor.mandates))
    return cases.c.communication_id.in_(mine)


def _stands(actor: Actor, recipient: str, mandates: Iterable[str]) -> Collection[Scope]:
    stands = set()
    if not actor.mandates.isdisjoint(mandates):
        stands.add(Scope.MANDATE)
    if recipient in actor.states:
        stands.add(Scope.STATE)
    return stands


def _reads(actor: Actor, kind: Kind, stands: Collection[Scope]) -> bool:
    return policy.sight(actor, kind, stands) >= policy.Sight.READ
