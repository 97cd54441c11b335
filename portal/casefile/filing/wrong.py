"""Validation errors, with the same sentences on pages and in the API."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.filing.sections import FOR_WHOM_MISSING
from portal.casefile.filing.whole import CONSENT_MISSING, DATE_MISSING, PLACE_MISSING
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, lazy

MISSING = {
    "victims": lazy("Say who the alleged victims are"),
    "submitter_name": lazy("Enter your name: it stays confidential"),
    "submitter_contact": lazy("Say how we can reach you safely"),
    "for_whom": FOR_WHOM_MISSING,
    "date": DATE_MISSING,
    "place": PLACE_MISSING,
    "state": lazy("Choose the State or area where it happened"),
    "narrative": lazy("Describe what happened"),
    "consent": CONSENT_MISSING,
    "urgent": lazy("Say whether it is still going on or about to happen"),
    "language": lazy("Choose the language that you wrote in"),
    "who": lazy("Say who is alleged to be responsible, or remove this entry"),
    **{f"consent.{name}": question.missing for name, question in QUESTIONS.items()},
}
_TAGS = {"text", "list"}
_OF_A_FIELD = 2  # names at the end of a path that say which field it is


@dataclass(frozen=True, slots=True)
class Wrong:
    """An error in a field. ``field`` is a path such as ``consent.act``."""

    field: str
    reason: str


def wrong(error: ValidationError) -> list[Wrong]:
    """Return every broken rule in a sentence, without what was typed; one a field.

    The sentences are in the reader's language: in English for the API.
    """
    found: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        path = list(_path(one["loc"]))
        found.setdefault(".".join(path), _sentence(path, one))
    return [Wrong(field, reason) for field, reason in found.items()]


def _path(loc: Sequence[int | str]) -> Iterator[str]:
    """Where it is; a field that nobody knows is named as far as one can print it."""
    for at, part in enumerate(loc):
        if at == 1 and part in _TAGS:  # which of the two ways it was written
            continue
        yield str(part).encode(errors="replace").decode()[:100]


def _sentence(path: Sequence[str], error: Any) -> str:
    match error["type"]:
        case "missing" | "string_too_short":
            return _missing(path, gettext("Enter something here"))
        case "too_short":
            return _missing(path, gettext("Enter at least one"))
        case "string_too_long" if path[-1] == "narrative":
            return gettext("Shorten the description to 100 kB")
        case "string_too_long":
            most = error["ctx"]["max_length"]
            return gettext("Shorten this to %(most)s characters", most=number(most))
        case "value_error":
            return str(error["ctx"]["error"])
        case "literal_error":
            return _missing(path, gettext("Choose one of the answers"))
        case "extra_forbidden":
            return gettext("There is no such field")
        case "string_type":
            return gettext("This must be text")
        case "bool_type":
            return gettext("This must be true or false")
        case "too_long" if path[-1] == "mandates":
            return gettext("There are not so many mandates")
        case "too_long":
            most = error["ctx"]["max_length"]
            return gettext("Send at most %(most)s of these", most=number(most))
        case _:
            return str(error["msg"])


def _missing(path: Sequence[str], otherwise: str) -> str:
    """The sentence of the field, whether it stands alone or in a list."""
    names = [name for name in path if not name.isdecimal()]
    whole = ".".join(names[-_OF_A_FIELD:])
    return str(MISSING.get(whole) or MISSING.get(names[-1], otherwise))
