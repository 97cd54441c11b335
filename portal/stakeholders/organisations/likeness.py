"""How alike two entries are: SB11 of selection-stakeholders-committee.md. A person decides.

Pure. Names are compared letter by letter without accents, case and variants, in each script that
they are written in; and by how they sound where one is in Latin letters and the other is not.
"""

from collections.abc import Iterable
from enum import IntEnum
from urllib.parse import urlsplit

from portal.casefile.lint.folding import folded
from portal.stakeholders.organisations.latin import is_latin, sounds
from portal.stakeholders.organisations.profile import Profile


class Likeness(IntEnum):
    """The lowest stands first."""

    EXACT = 1
    PROBABLE = 2
    SOUNDS = 3
    POSSIBLE = 4


def likeness(one: Profile, other: Profile) -> Likeness | None:
    """Exact: number or domain. Probable: name and country, or the same in other letters.

    Possible: one of name and acronym.
    """
    if _same(one.mark, other.mark) or _same(_domain(one.site), _domain(other.site)):
        return Likeness.EXACT
    here = one.country == other.country
    if _folded(one.names) & _folded(other.names):
        return Likeness.PROBABLE if here else Likeness.POSSIBLE
    if here and _sound_alike(one, other):
        return Likeness.SOUNDS
    if here and _folded([one.acronym]) & _folded([other.acronym]):
        return Likeness.POSSIBLE
    return None


def marks(profile: Profile) -> frozenset[int]:
    """Return what two entries that are alike have in common: who shares none is not like it.

    They are numbers, which reveal nothing; two that are not alike may share one by chance.
    """
    told = [
        *(("mark", one) for one in (profile.mark,) if one),
        *(("site", one) for one in (_domain(profile.site),) if one),
        *(("name", one) for one in _folded(profile.names)),
        *(("sounds", profile.country, one) for one in map(sounds, profile.names) if one),
        *(("acronym", profile.country, one) for one in _folded([profile.acronym])),
    ]
    return frozenset(map(hash, told))


def mark_of_name(name: str) -> int:
    return hash(("name", folded(name).text))


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _folded(names: Iterable[str]) -> set[str]:
    return {text for name in names if (text := folded(name).text)}


def _sound_alike(one: Profile, other: Profile) -> bool:
    """Whether a name in Latin letters and one in others are the same, as far as one can say."""
    return any(
        sounds(name) and sounds(name) == sounds(another)
        for name in one.names
        for another in other.names
        if is_latin(name) != is_latin(another)
    )


def _domain(site: str) -> str:
    host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    return host.removeprefix("www.")
