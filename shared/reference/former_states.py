"""States that no longer exist or were renamed: the names that people write, and today's choices.

``former_states.csv`` is this project's own. ``code`` is the former one of ISO 3166-3, or its name
if it has none; ``also`` has names in the six languages and other ones that people use. Its days are
recalled: they serve to find a name, and no letter from before the platform was sent to a State that
had ended (decision 0100).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from shared.reference import rows, states

_ARTICLE = " (the)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerState:
    """``ended``: it no longer exists; otherwise it was renamed. ``successors``: today's codes.

    ``since``: the first day on which it was no more, or had another name.
    """

    code: str
    name: str
    ended: bool
    since: date
    successors: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def called(self) -> str:
        """Its name as an English sentence begins with it: "The Soviet Union"."""
        return _in_a_sentence(self.name, "The")

    @property
    def today(self) -> list[str]:
        """The names and codes of its successors, as they stand in an English sentence."""
        names = {code: states()[code].name for code in self.successors}
        return [f"{_in_a_sentence(name, 'the')} ({code})" for code, name in names.items()]


def today_of(code: str) -> str:
    """Return the code that a State has today; its own if it has ended, or never had another."""
    former = former_states().get(code)
    return former.successors[0] if former and not former.ended and former.successors else code


def names_of(state: str) -> list[str]:
    """Return the codes of a State: today's one, and those that it had under another name."""
    renamed = [
        one.code for one in former_states().values() if not one.ended and one.successors == (state,)
    ]
    return [state, *renamed]


@cache
def former_states() -> Mapping[str, FormerState]:
    """Return all former States by code."""
    found = [
        FormerState(
            code=row["code"] or row["name"],
            name=row["name"],
            ended=row["ended"] == "yes",
            since=date.fromisoformat(row["since"]),
            successors=tuple(row["successors"].split()),
            also=tuple(row["also"].split("|")),
        )
        for row in rows("former_states.csv")
    ]
    return MappingProxyType({former.code: former for former in found})


def former_state(text: str) -> FormerState | None:
    """Return the former State for a code or a name, however spelt; None if there is none."""
    return _by_name().get(_plain(text))


@cache
def _by_name() -> Mapping[str, FormerState]:
    return {
        _plain(name): former
        for former in former_states().values()
        for name in (former.code, former.name, *former.also)
    }


def _in_a_sentence(name: str, article: str) -> str:
    """Return a name as in a sentence: lists write "Soviet Union (the)"."""
    plain = name.removesuffix(_ARTICLE)
    return plain if plain == name else f"{article} {plain}"


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().removesuffix(_ARTICLE))
    return "".join(char for char in apart if char.isalnum()).removeprefix("the")
