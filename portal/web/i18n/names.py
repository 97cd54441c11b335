"""Names of States, mandates and words of code lists, in the reader's language and in its order.

A name stands alone: in a heading, a label, a cell. Most languages would have to bend it in a
sentence.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeVar
from unicodedata import combining, normalize

from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import gettext, language
from shared import reference
from shared.reference.former_states import former_states
from shared.reference.order import List, rank

One = TypeVar("One")

_ARTICLE: Final = re.compile(r" \((?:l'|les?|la|el|las|los)\)$")
"""What the list has for the order of its names: "Algérie (l')"."""


def recipient(code: str) -> str:
    """Return the name of a State, or of whoever else a letter goes to."""
    name = _states(_language()).get(code)
    return gettext(reference.recipient_name(code)) if name is None else name


def mandate(code: str) -> str:
    """Return the mandate's whole name."""
    found = reference.mandates().get(code)
    if found is None:
        return code
    return _titles().get(code, {}).get(_language()) or found.name


def states() -> dict[str, str]:
    """Return the names of all States and areas by their codes."""
    return dict(_states(_language()))


def states_and_former() -> dict[str, str]:
    """Return them with former States, which say so: who looks for one learns what to choose."""
    former = {
        code: gettext("%(name)s (no longer exists)", name=word(one.name))
        if one.ended
        else gettext("%(name)s (has another name today)", name=word(one.name))
        for code, one in former_states().items()
    }
    return dict(in_order({**former, **states()}.items(), "states"))


def addressees(*, others: bool = True) -> dict[str, str]:
    """Return to whom letters go; ``others``: also who is no State, at the end."""
    codes = reference.recipients()
    to = {code: name for code, name in _states(_language()).items() if code in codes}
    return {**to, reference.OTHER: gettext(codes[reference.OTHER])} if others else to


def mandates(kind: str = "") -> dict[str, str]:
    """Return the names of the mandates of this kind, or of all of them, thematic ones first."""
    every = reference.mandates()
    some = [code for code, one in every.items() if not kind or one.kind == kind]
    listed = sorted(in_order(some, "mandates"), key=lambda code: every[code].kind != "thematic")
    return {code: mandate(code) for code in listed}


def in_order(some: Iterable[One], which: List) -> list[One]:
    """Return codes, or what begins with one, in the order in which the reader expects the names."""
    place: Callable[[str], int] = rank(which, _language())

    def of(one: Any) -> int:
        return place(one if isinstance(one, str) else one[0])

    return sorted(some, key=of)


def word(text: str) -> str:
    """Return a word of a code list, such as "Allegation letter"."""
    return gettext(text) if text else text


def listed(words: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Return choices of a code list, each in the reader's language when the form is made."""
    return lambda: {code: word(text) for code, text in words.items()}


def spelt(name: str) -> str:
    """Return by what to sort names that no list has, such as of people: É stands with E."""
    apart = normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if not combining(letter))


def _language() -> str:
    """Return the language of names; English in disguise has English ones."""
    return ENGLISH if language().pseudo else language().code


@cache
def _states(language: str) -> Mapping[str, str]:
    """Return the names of all States and areas by their codes, in the order of this language."""
    every = reference.states()
    ordered = sorted(every, key=rank("states", language))
    if language == ENGLISH:
        return {code: every[code].name for code in ordered}
    named = {code: every[code].names.get(language, every[code].name) for code in ordered}
    return {code: _ARTICLE.sub("", name) for code, name in named.items()}


@cache
def _titles() -> dict[str, dict[str, str]]:
    return {row["mandate"]: row for row in reference.rows("mandate_titles.csv")}
