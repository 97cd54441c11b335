"""Who asks for what the outbox keeps: as a row keeps it, and read again when it is sent."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from portal.web.accounts import filers
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.vault import Vault


def dump(actor: Actor) -> dict[str, Any]:
    return {
        "actor_id": actor.actor_id,
        "roles": sorted(actor.roles),
        "organisation_id": actor.organisation_id,
        "mandates": sorted(actor.mandates),
        "states": sorted(actor.states),
    }


def load(kept: Mapping[str, Any], vault: Vault | None) -> Actor:
    if vault is None:
        return _actor(kept)
    if "cipher" in kept:
        kept = from_json(vault.reveal(Sealed(**kept)) or "")
    return filers.known(vault, _actor(kept))


def _actor(kept: Mapping[str, Any]) -> Actor:
    return Actor(
        actor_id=kept["actor_id"],
        roles=frozenset(map(Role, kept["roles"])),
        organisation_id=kept["organisation_id"],
        mandates=frozenset(kept["mandates"]),
        states=frozenset(kept["states"]),
    )
