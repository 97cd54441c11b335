"""Deciders: an aggregate as two pure functions and an initial state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, Self, TypeVar

from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.core.said import Said, Value, say

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")


class Refused(Exception):
    """The command is well formed, but the rules forbid it. The person sees the sentence.

    ``text`` is written out, since translators find it by its words; what differs from time to time
    stands in it as ``{name}``, and is a typed value. ``str`` is the sentence in English.
    """

    def __init__(self, text: str, /, **values: Value) -> None:
        self._is(say(text, **values))

    @classmethod
    def many(cls, one: str, many: str, /, **values: Value) -> Self:
        """Return a refusal with a ``Count``, by which it is said of one or of many."""
        self = cls.__new__(cls)
        self._is(say(one, many, **values))
        return self

    def _is(self, said: Said) -> None:
        super().__init__(said.title)
        self.said = said


class Forbidden(Refused):
    """The rules forbid this to this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider(Generic[C, E, S]):
    """``decide`` returns no events if nothing changes, or raises ``Refused``; ``evolve`` never.

    Its streams are called ``category-key``; ``key`` gives a command's. ``creates`` says which
    commands start a stream, so that they can be decided without asking the store first.

    ``consults`` names other streams of the same service that a decision depends on. Their events
    are folded on top of the state for this decision alone, read afresh each time, and then dropped
    (decision 0012). ``consults_for`` names those that depend on the actor.
    """

    category: str
    key: Callable[[C], str]
    initial: S
    decide: Callable[[C, Asked, S], Sequence[E]]
    evolve: Callable[[S, E], S]
    creates: Callable[[C], bool] = lambda _: False
    consults: Callable[[C, S], Sequence[str]] = lambda _, __: ()
    consults_for: Callable[[C, S, Actor], Sequence[str]] = lambda _, __, ___: ()

    def stream(self, command: C) -> str:
        return self.stream_of(self.key(command))

    def stream_of(self, key: str) -> str:
        return f"{self.category}-{key}"

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        return reduce(self.evolve, events, self.initial if state is None else state)


def require(asked: Asked, *roles: Role, no: str) -> None:
    """Refuse everybody without one of the roles. ``no``: the sentence that says whose this is."""
    if not asked.by.has(*roles):
        raise Forbidden(no)
