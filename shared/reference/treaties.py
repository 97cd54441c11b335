"""The nine core human rights treaties of the United Nations and their articles, as data.

The names and short forms are those of OHCHR's list "The core international human rights instruments
and their monitoring bodies", as far as we know them; how many articles each has, without optional
protocols, is recalled and was not compared with its text. A code is a treaty, such as "crc", or one
of its articles, such as "iccpr-7".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Treaty:
    """``short``: as it is abbreviated in every language here. ``last``: its last article."""

    name: str
    short: str
    last: int


_ALL: Final = (
    Treaty(
        "International Convention on the Elimination of All Forms of Racial Discrimination",
        "ICERD",
        25,
    ),
    Treaty("International Covenant on Civil and Political Rights", "ICCPR", 53),
    Treaty("International Covenant on Economic, Social and Cultural Rights", "ICESCR", 31),
    Treaty(
        "Convention on the Elimination of All Forms of Discrimination against Women",
        "CEDAW",
        30,
    ),
    Treaty(
        "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
        "CAT",
        33,
    ),
    Treaty("Convention on the Rights of the Child", "CRC", 54),
    Treaty(
        "International Convention on the Protection of the Rights of All Migrant Workers and "
        "Members of Their Families",
        "ICRMW",
        93,
    ),
    Treaty("Convention on the Rights of Persons with Disabilities", "CRPD", 50),
    Treaty(
        "International Convention for the Protection of All Persons from Enforced Disappearance",
        "ICPPED",
        45,
    ),
)
TREATIES: Final[Mapping[str, Treaty]] = MappingProxyType({one.short.lower(): one for one in _ALL})
"""By code, in the order of their adoption."""

ARTICLES: Final[tuple[str, ...]] = tuple(
    each
    for code, one in TREATIES.items()
    for each in (code, *(f"{code}-{number}" for number in range(1, one.last + 1)))
)
"""Every code: each treaty as a whole, then its articles."""

_BETWEEN: Final = re.compile(r"[,;\u060c\u061b\u3001\uff0c\uff1b\n]+")
_TYPED: Final = re.compile(r"([a-z]+)[\s-]*(?:art(?:icle|\.)?\s*)?(\d{0,3})")


def short(code: str) -> str:
    """Return how a code is typed: "ICCPR 7"."""
    return code.upper().replace("-", " ")


def typed(several: str) -> tuple[str, ...]:
    """Return the codes of what somebody typed: "ICCPR 7, CAT art. 2, CRC"; others as they are."""
    return tuple(_code(one.strip()) for one in _BETWEEN.split(several) if one.strip())


def _code(one: str) -> str:
    found = _TYPED.fullmatch(one.lower())
    if found is None:
        return one
    treaty, number = found.groups()
    code = f"{treaty}-{int(number)}" if number else treaty
    return code if code in ARTICLES else one
