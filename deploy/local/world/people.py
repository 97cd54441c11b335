"""The people of the invented world: those of the demonstration, and sources without an account."""

from functools import cache

from portal.web.accounts.demo import PEOPLE
from shared.core.actor import Actor, by_nomination, by_return_channel, system
from shared.core.message import derive_id
from shared.core.roles import Role

_SOURCE = "source:"
_SYSTEM = "system:"
_NOMINATOR = "nomination:"
_SPEAKER = "speaker:"


def source(submission_id: str) -> str:
    """Name the source of this submission, who has no account."""
    return f"{_SOURCE}{submission_id}"


def nominator(nomination_id: str) -> str:
    """Name whom a candidate asked for this nomination, who has no account either."""
    return f"{_NOMINATOR}{nomination_id}"


def speaker(organisation_id: str) -> str:
    """Name the focal point of an organisation of the world, who has no account here."""
    return f"{_SPEAKER}{organisation_id}"


def actor(name: str) -> Actor:
    """Return who has this name in a deed."""
    if name.startswith(_SOURCE):
        return by_return_channel(name.removeprefix(_SOURCE))
    if name.startswith(_SYSTEM):
        return system(name.removeprefix(_SYSTEM))
    if name.startswith(_NOMINATOR):
        return by_nomination(name.removeprefix(_NOMINATOR))
    if name.startswith(_SPEAKER):
        return Actor(
            actor_id=str(derive_id("world", name)),
            roles=frozenset({Role.FOCAL_POINT}),
            organisation_id=name.removeprefix(_SPEAKER),
        )
    return _people()[name]


def account_id(local: str) -> str:
    """Return the id of this person's account."""
    return _people()[local].actor_id


@cache
def _people() -> dict[str, Actor]:
    return {
        one.local: Actor(
            actor_id=one.account_id,
            roles=frozenset(one.roles),
            organisation_id=one.organisation_id,
            mandates=one.mandates,
            states=one.state_codes,
        )
        for one in PEOPLE
    }
