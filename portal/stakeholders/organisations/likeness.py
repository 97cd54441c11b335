"""How alike two entries are: SB11 of selection-stakeholders-committee.md. A person decides.

Pure. Names are compared letter by letter without accents, case and variants, in each script that
they are written in.
"""

from collections.abc import Iterable
from enum import IntEnum
from urllib.parse import urlsplit

from portal.casefile.lint.folding import folded
from portal.stakeholders.organisations.profile import Profile


class Likeness(IntEnum):
    """The lowest stands first."""

    EXACT = 1
    PROBABLE = 2
    POSSIBLE = 3


def likeness(one: Profile, other: Profile) -> Likeness | None:
    """Exact: number or domain. Probable: name and country. Possible: one of name and acronym."""
    if _same(one.mark, other.mark) or _same(_domain(one.site), _domain(other.site)):
        return Likeness.EXACT
    here = one.country == other.country
    if _folded(one.names) & _folded(other.names):
        return Likeness.PROBABLE if here else Likeness.POSSIBLE
    if here and _folded([one.acronym]) & _folded([other.acronym]):
        return Likeness.POSSIBLE
    return None


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _folded(names: Iterable[str]) -> set[str]:
    return {text for name in names if (text := folded(name).text)}


def _domain(site: str) -> str:
    host = urlsplit(site if "//" in site else f"//{site}").hostname or ""
    return host.removeprefix("www.")
