"""The status of an organisation on the day of a nomination: what is in force, and frozen then.

Only organisations that everybody finds are looked at, by the name that everybody reads. So nobody
learns here whether another one is in the register (decision 0062).
"""

from typing import Final

from portal.stakeholders.organisations.accredited import public_standings
from portal.stakeholders.organisations.public import called_so
from portal.web.i18n.names import spelt

_ORGANISATIONS: Final = frozenset({"ngo", "human_rights_body"})


def in_force(kind: str, name: str) -> list[tuple[str, str]]:
    """Return scheme and grade that are in force today; nothing for who has none."""
    if kind not in _ORGANISATIONS:
        return []
    called = _written(name)
    found = [
        one.organisation_id for one in called_so(name) if called in map(_written, one.profile.names)
    ]
    if len(found) != 1:
        return []
    standing = public_standings(found)[found[0]]
    return [(now.scheme, now.grade) for now in standing.now if now.grade]


def _written(name: str) -> str:
    return spelt(" ".join(name.split()))
