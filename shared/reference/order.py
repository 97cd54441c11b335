"""In which order each language lists the names of States and mandates.

``order.json`` has the codes in their order by language, as ``portal/app/order.py`` wrote them down;
``of`` says of which names it is, so that a test sees when it is out of date.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal, TypeAlias

List: TypeAlias = Literal["states", "mandates"]


def digest(names: Mapping[str, Mapping[str, str]]) -> str:
    """Return a short mark of all names of a list, in each language."""
    said = json.dumps(names, sort_keys=True, ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:16]


@cache
def kept() -> Mapping[str, Mapping[str, Any]]:
    """Return list → language → codes in their order, and ``of``: of which names it is."""
    text = files(__package__).joinpath("order.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def rank(which: List, language: str) -> Callable[[str], int]:
    """Return the place of a code in this language's list; what is not in it comes last."""
    places = _places(which, language)
    return lambda code: places.get(code, len(places))


@cache
def _places(which: List, language: str) -> Mapping[str, int]:
    return {code: place for place, code in enumerate(kept()[which][language])}
