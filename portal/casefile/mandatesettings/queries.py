"""Access to settings: whose settings a person may read, and who may change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection

from portal.casefile.mandatesettings.times import Times, Version, times, versions_of
from portal.web.policy import Kind, Scope, Sight, readers, sight
from shared.core.actor import Actor
from shared.platform.settings import Settings
from shared.reference import Mandate, mandates
from shared.reference.mandate_holder import SECRETARIAT, heads

READERS = readers(Kind.SETTINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The settings of a mandate. ``versions``: of what it set, the newest first."""

    mandate: Mandate
    times: Times
    versions: Sequence[Version]
    changes: bool
    """Whether this person may change them."""


def all_of(conn: Connection, actor: Actor, settings: Settings) -> list[Shown]:
    """Return the settings that this person may read, as OHCHR lists the mandates."""
    seen = readable(actor)
    versions = versions_of(conn, list(seen))
    return [
        Shown(
            mandate=mandates()[code],
            times=times(settings, versions[code]),
            versions=versions[code],
            changes=how is Sight.WRITE and _decides(actor, code),
        )
        for code, how in seen.items()
    ]


def find(conn: Connection, actor: Actor, settings: Settings, mandate: str) -> Shown | None:
    """Return the settings of this mandate; None also for who may not read them."""
    found = {one.mandate.mandate: one for one in all_of(conn, actor, settings)}
    return MappingProxyType(found).get(mandate)


def readable(actor: Actor) -> dict[str, Sight]:
    """Return the mandates whose settings this person may read, and their sight of them."""
    return {code: how for code in mandates() if (how := _sight(actor, code)) >= Sight.READ}


def _sight(actor: Actor, mandate: str) -> Sight:
    stands = {Scope.MANDATE} if actor.serves(mandate) else set()
    return sight(actor, Kind.SETTINGS, stands)


def _decides(actor: Actor, mandate: str) -> bool:
    """As the service rules: in person, and for a working group its Chair-Rapporteur."""
    return heads(actor, mandate) and not actor.has(*SECRETARIAT)
