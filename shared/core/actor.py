"""Actors: the person or process that asks, signed by the portal for one command at one service.

The signature covers the service's name and the body as sent: the command's id, type, stream and
content. It is valid for a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from shared.core.message import derive_id
from shared.core.roles import Role

# seconds, either way: clocks of two machines differ, and a second that is split is a second
_LIFETIME = 60  # long enough for a slow network, too short to be worth stealing
_NOBODY: frozenset[str] = frozenset()
_KNOWN = (Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER)  # by name, in the same facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or a process. ``actor_id`` is opaque, so events and headers may contain it.

    ``filed_as`` and ``filed_under``: the pseudonyms by which facts about submissions know a source
    and its organisation (decision 0035). ``account_id``: the account behind the pseudonym
    ``actor_id``. ``office``: of a United Nations partner; None: an agency.
    """

    actor_id: str
    roles: frozenset[Role] = frozenset()
    organisation_id: str | None = None
    mandates: frozenset[str] = field(default=_NOBODY)
    states: frozenset[str] = field(default=_NOBODY)
    filed_as: str | None = None
    filed_under: str | None = None
    account_id: str | None = None
    office: str | None = None

    @property
    def filers(self) -> frozenset[str]:
        """The ids by which facts may know this filer: older facts have the account's id."""
        return frozenset(
            actor_id for actor_id in (self.actor_id, self.filed_as, self.account_id) if actor_id
        )

    @property
    def organisations(self) -> frozenset[str]:
        """The ids by which facts may know the organisation: older facts have its code."""
        return frozenset(
            organisation
            for organisation in (self.organisation_id, self.filed_under)
            if organisation
        )

    def as_filer(self) -> "Actor":
        """Return this person under the pseudonyms of a filer; staff stay as they are."""
        if self.account_id or not self.filed_as or self.has(*_KNOWN):
            return self
        return replace(self, actor_id=self.filed_as, account_id=self.actor_id)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def serves(self, mandate: str) -> bool:
        """Whether this person holds or services the mandate."""
        return mandate in self.mandates


def system(process: str) -> Actor:
    """Return the actor of a policy or a timer: without roles, it can do nothing that needs one."""
    return Actor(actor_id=f"system:{process}")


def by_return_channel(submission_id: str) -> Actor:
    """Return the source of this submission, identified by its return code.

    The id belongs to this submission alone: it opens nothing else, and reveals nothing.
    """
    return Actor(
        actor_id=str(derive_id("return-channel", submission_id)), roles=frozenset({Role.SOURCE})
    )


def by_application(organisation_id: str) -> Actor:
    """Return who applies for this organisation without an account: bound to that, and no more."""
    return Actor(actor_id=str(derive_id("application", organisation_id)))


def by_contribution(contribution_id: str) -> Actor:
    """Return who sent this contribution, by its code: bound to that, and no more."""
    return Actor(actor_id=str(derive_id("contribution by", contribution_id)))


def by_nomination(nomination_id: str) -> Actor:
    """Return whom a candidate asked to nominate them: bound to that, and no more."""
    return Actor(actor_id=str(derive_id("nomination", nomination_id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The context of every command: the time and the actor.

    ``ahead``: the days by which ``at`` is ahead of the real time (decision 0051).
    """

    at: datetime
    by: Actor
    ahead: int = 0


class Forged(Exception):
    """The signature is missing, wrong, too old, or was made for something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """The content of a signature. Use ``of`` to compare it with the request before trusting it."""

    asked: Asked
    to: str
    body: str

    def of(self, to: str, body: bytes, *, demo: bool = False) -> Asked:
        """Return actor and time, if the signature is for this service and this body.

        Raises ``Forged``; also where the clock was moved outside a demonstration.
        """
        if (self.to, self.body) != (to, _digest(body)) or (self.asked.ahead and not demo):
            raise Forged
        return self.asked


class ActorSigner:
    """Signs ``Asked`` for a command to a service, and opens signatures.

    ``keys``: newest first; the first signs, all verify.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._serializer = URLSafeTimedSerializer(list(reversed(keys)), salt="actor")

    def sign(self, asked: Asked, command_id: UUID, *, to: str, body: bytes) -> str:
        """``to``: the service's name. ``body``: the exact bytes that are sent."""
        actor = asked.by
        claims = {
            "to": to,
            "body": _digest(body),
            "command": str(command_id),  # services of the version before look at nothing else
            "at": asked.at.isoformat(),
            "ahead": asked.ahead,
            "id": actor.actor_id,
            "roles": sorted(actor.roles),
            "organisation": actor.organisation_id,
            "mandates": sorted(actor.mandates),
            "states": sorted(actor.states),
            "filed_as": actor.filed_as,
            "filed_under": actor.filed_under,
            "account": actor.account_id,
            "office": actor.office,
        }
        return str(self._serializer.dumps(claims))

    def opened(self, token: str) -> Vouched:
        """Return the signed content, before there is a body to compare; raise ``Forged``."""
        try:
            claims: dict[str, Any]
            claims, signed_at = self._serializer.loads(token, return_timestamp=True)
        except BadSignature as error:
            raise Forged from error
        age = (datetime.now(UTC) - signed_at).total_seconds()
        if abs(age) > _LIFETIME or "filed_under" not in claims:  # the portal of the version before
            raise Forged
        by = Actor(
            actor_id=claims["id"],
            roles=frozenset(map(Role, claims["roles"])),
            organisation_id=claims["organisation"],
            mandates=frozenset(claims["mandates"]),
            states=frozenset(claims["states"]),
            filed_as=claims["filed_as"],
            filed_under=claims["filed_under"],
            account_id=claims["account"],
            office=claims.get("office"),  # the version before has none
        )
        at = datetime.fromisoformat(claims["at"])
        asked = Asked(at=at, by=by, ahead=claims.get("ahead", 0))  # the version before has none
        return Vouched(asked=asked, to=claims["to"], body=claims["body"])


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
