"""States and bodies by the names that sheets have for them. A doubtful name is none."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from shared.reference import mandates, rows, states
from shared.reference.former_states import former_state

SPECIAL, TREATY, REVIEW, OTHER = "special procedure", "treaty body", "UPR", "other"
_TREATY: Final = frozenset(
    [
        "cat",
        "ccpr",
        "hrc",
        "hrctte",
        "ced",
        "cedaw",
        "cerd",
        "cescr",
        "cmw",
        "cmwf",
        "crc",
        "crcopac",
        "crcopsc",
        "crpd",
        "spt",
    ]
)
_COMMITTEE = re.compile(r"(?:Sub-?)?Committee (?:on|against)|Human Rights Committee", re.IGNORECASE)
_FORMS: Final = (
    ("SR", "Special Rapporteur"),
    ("IE", "Independent Expert"),
    ("WG", "Working Group"),
)
_LINKS = re.compile(r"\b(?:on|of|the|in|and|for|to|issue|question|rights?|human)\b")
_CODE = re.compile("[A-Z]{3}")  # what no longer exists has one, or only a name
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")
_BETWEEN = re.compile(r"[;|\n]")
_KEPT: Final = 1_024  # names, of which a sheet has the same ones again and again
_COMMAS: Final = 3  # parts of a name that has commas: "Korea, Republic of"


def state(name: str, at: datetime | None) -> str | None:
    """Return the code of the State that was called so in a document of that day.

    A former State is named by its documents alone, and a State that was renamed by either name.
    """
    if found := _states().get(_plain(name)):
        return found
    former = former_state(name)
    if former is None:
        return None
    if not former.ended:
        return former.successors[0]
    lived = at is not None and at.date() < former.since
    return former.code if lived and _CODE.fullmatch(former.code) else None


def several(cell: str) -> tuple[str, ...]:
    """Return the names in a cell, each once. Commas divide them, unless a name has them itself."""
    found: list[str] = []
    for some in _BETWEEN.split(cell):
        parts, at = [part.strip() for part in some.split(",")], 0
        while at < len(parts):
            few = parts[at : at + _COMMAS]
            number = next((n for n in range(len(few), 1, -1) if _is_one(few[:n])), 1)
            found.append(", ".join(few[:number]))
            at += number
    return tuple(dict.fromkeys(filter(None, found)))


@lru_cache(_KEPT)
def mandate(body: str) -> str | None:
    """Return the mandate that a body's name or short name means; None for no mandate of ours."""
    return _mandates().get(_short(body))


@lru_cache(_KEPT)
def mechanism(body: str) -> str:
    """Return of which kind the body is."""
    plain = _plain(body)
    if plain in {"upr", "universalperiodicreview"}:
        return REVIEW
    if mandate(body) or re.match(r"(?:SR|IE|WG)\b|Special Rapp|Independent Exp", body):
        return SPECIAL
    return TREATY if plain in _TREATY or _COMMITTEE.match(body) else OTHER


def _is_one(parts: list[str]) -> bool:
    return len(parts) > 1 and state(", ".join(parts), None) is not None


@cache
def _states() -> Mapping[str, str]:
    """Return each name → code, without those that two have."""
    found: dict[str, set[str]] = {}
    for code, one in states().items():
        for name in (code, *one.names.values()):
            found.setdefault(_plain(name), set()).add(code)
            found.setdefault(_plain(_IN_BRACKETS.sub("", name)), set()).add(code)
    for row in rows("state_names.csv"):
        found.setdefault(_plain(row["name"]), set()).add(row["code"])
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


@cache
def _mandates() -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for id_, one in mandates().items():
        for name in (id_, one.acronym, one.name):
            found.setdefault(_short(name), set()).add(id_)
    for row in rows("body_names.csv"):
        found.setdefault(_short(row["name"]), set()).add(row["mandate"])
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _short(body: str) -> str:
    for short, long in _FORMS:
        body = re.sub(rf"^{long}", short, body, flags=re.IGNORECASE)
    return _plain(_LINKS.sub(" ", body.casefold()))


@lru_cache(_KEPT)
def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if char.isalnum()).removeprefix("the")
