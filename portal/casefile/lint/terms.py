"""The terms to look for in a text, from the source's identity and the details of victims. Pure.

Structured answers are taken as they are. Free text yields what is certainly an address or a number,
and a name only if it begins with one: words that all have a capital, or a script without capitals,
up to the first comma.
"""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.casefile.lint.rules import PARTICLES, Kind, Term, spelt

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){5,}")
_NAME_ENDS = re.compile(r"[,;:،؛、，(\n\d]| [-–—] ")
_SEVERAL = re.compile(r"[,;/\n]|\bor\b|\balias\b")
_PIECES = re.compile(r"[,;:/&()،؛、，]|\band\b| [-–—] ")
_WORDS = range(2, 7)  # of a name in free text
_ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filer:
    """The filer's data from their account; empty if nothing is known."""

    name: str = ""
    organisation: str = ""
    email: str = ""


def of_source(
    identity: Mapping[str, str] | None,
    *,
    subject: str = "",
    account: Filer = Filer(),  # frozen
) -> tuple[Term, ...]:
    """Return the terms that identify the source. ``identity``: from the vault; None: forgotten.

    ``subject``: what the terms are known by; ``account``: from which it was filed.
    """
    found: list[tuple[Kind, str]] = []
    for field, value in (identity or {}).items():
        if field == "name":
            found.append(("name", value))
        elif field == _ORGANISATION:
            found += _organisation(value)
        else:  # a contact, for whom it was filed, whatever else is told of the source
            found += [("name", one) for one in beginning(value)]
            found += [("email", one) for one in _EMAIL.findall(value)]
            found += [("telephone", one) for one in _NUMBER.findall(value)]
    found += [("name", one) for one in beginning(account.name)]
    found += [*_organisation(account.organisation), ("email", account.email)]
    return _each_once(
        Term(whose="source", kind=kind, text=text, subject=subject) for kind, text in found
    )


def _organisation(name: str) -> list[tuple[Kind, str]]:
    """An organisation's name, and its abbreviation if one follows in brackets."""
    whole, _, rest = name.partition(" (")
    short = rest.partition(")")[0]
    names = [whole, short] if short.isupper() else [whole]
    return [("organisation", one) for one in names]


def of_victim(victim_id: str, details: str | None) -> tuple[Term, ...]:
    """Return the names of a victim. ``details``: JSON or free text; None: erased."""
    if not details:
        return ()
    told = _parsed(details)
    if told is None:
        return _each_once(_victim("name", name, victim_id) for name in beginning(details))
    kind: Kind = "organisation" if told.get("kind") == "group" else "name"
    names = [str(told.get("name") or ""), *_SEVERAL.split(str(told.get("aliases") or ""))]
    return _each_once(_victim(kind, name.strip(), victim_id) for name in names if name.strip())


def of_other(subject: str, name: str, *, aside: bool = False) -> tuple[Term, ...]:
    """Return the terms of somebody by what they typed as their name: the whole, and its pieces.

    What has one word may be any word, such as "Anonymous". ``aside``: somebody who may know said
    that these words name nobody, such as "Special Rapporteur": each place is shown, none certain.
    """
    found: list[tuple[Kind, str]] = [("email", one) for one in _EMAIL.findall(name)]
    found += [("telephone", one) for one in _NUMBER.findall(name)]
    rest = _NUMBER.sub(",", _EMAIL.sub(",", name)).strip(" ,")
    whole = [] if _is_long(rest) else [rest]
    for one in (*whole, *(piece.strip() for piece in _PIECES.split(rest))):
        kind: Kind = "organisation" if _is_long(one) else "name"
        found.append((kind if len(_telling(one)) > 1 else "word", one))
    return _each_once(
        Term(
            whose="other",
            kind=kind,
            text=text,
            subject=subject,
            aside=aside and kind not in ("email", "telephone"),
        )
        for kind, text in found
    )


def _telling(name: str) -> list[str]:
    return [word for word, _ in spelt(name) if word not in PARTICLES]


def _is_long(name: str) -> bool:
    """Whether it has more words than a person's name."""
    return len(_telling(name)) not in range(_WORDS.stop)


def beginning(text: str) -> list[str]:
    """Return the name that free text begins with, or nothing."""
    first = _NAME_ENDS.split(text.strip(), maxsplit=1)[0].strip()
    words = [word for word in first.split() if word.lower().strip(".-'’") not in PARTICLES]
    if len(words) in _WORDS and all(_capital(word) for word in words):
        return [first]
    return []


def _capital(word: str) -> bool:
    """Whether the word has a capital, or is of a script that has none."""
    return word[0].isalpha() and (word != word.lower() or word == word.upper())


def _parsed(details: str) -> dict[str, Any] | None:
    try:
        told = json.loads(details)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _victim(kind: Kind, text: str, subject: str) -> Term:
    return Term(whose="victim", kind=kind, text=text, subject=subject)


def _each_once(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for term in terms if term.text.strip()))
