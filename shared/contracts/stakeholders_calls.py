"""What a call for candidatures promises: its dates, its languages, and what becomes public.

A3 of selection-stakeholders-committee.md section A.3, and point 4 of its section 0.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

Visibility: TypeAlias = Literal["names", "letters"]
"""What everybody reads of who is eligible, once the call has closed: name, nationality and gender;
or the letter of motivation as well."""


FORM_LANGUAGES: Final = ("en", "fr")
"""In which the form of an application can be filled in, unless the call says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRules:
    """They stay as the call was issued, also when it is extended or issued again.

    ``languages``: in which the form can be filled in. ``minimum_days``: for how long the call is
    open at least, 0: of before there was a rule. ``departure``: one of
    shared.reference.calls.DEPARTURES, why the call does not keep its legal
    dates; None: it keeps them.
    """

    visibility: Visibility
    languages: tuple[str, ...]
    minimum_days: int
    departure: str | None


def without_rules(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 of a call had a closing date alone."""
    rules = {
        "visibility": "names",
        "languages": FORM_LANGUAGES,
        "minimum_days": 0,
        "departure": None,
    }
    return {**told, "rules": rules}


def opening_at_once(told: dict[str, Any]) -> dict[str, Any]:
    """Version 2 opened when it was issued."""
    return {**told, "opens_at": told["issued_at"]}
