"""Sentences that are said in the language of whoever reads them: a text, and typed values in it.

A rule says an English sentence. It travels as its template and the values, so that the portal can
say it in another language; the sentence in English goes with them, for whoever knows neither.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

from typing_extensions import override

from shared.core.geneva import there
from shared.core.roles import Role

PLACE: Final = re.compile(r"\{(\w+)\}")
"""Where a value stands in a text: its plain name, and nothing that a program could run."""


@dataclass(frozen=True, slots=True)
class Day:
    on: date

    @override
    def __str__(self) -> str:
        return f"{self.on.day} {self.on:%b %Y}"


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime

    @override
    def __str__(self) -> str:
        at = there(self.at)
        return f"{at.day} {at:%b %Y, %H:%M} (Geneva)"


@dataclass(frozen=True, slots=True)
class Number:
    number: int

    @override
    def __str__(self) -> str:
        return f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class Count:
    """A number that chooses between one and many."""

    number: int

    @override
    def __str__(self) -> str:
        return f"{self.number:,}"


@dataclass(frozen=True, slots=True)
class State:
    """A State by its code. Its name is no part of a sentence: "Recipient: {state}"."""

    code: str
    english: str

    @override
    def __str__(self) -> str:
        return self.english


@dataclass(frozen=True, slots=True)
class Mandates:
    """Mandates by their acronyms, which no language bends."""

    acronyms: tuple[str, ...]

    @override
    def __str__(self) -> str:
        return ", ".join(self.acronyms)


@dataclass(frozen=True, slots=True)
class Code:
    """A word of a code list: which list, the key, and the word in English."""

    list: str
    key: str
    english: str

    @override
    def __str__(self) -> str:
        return self.english


@dataclass(frozen=True, slots=True)
class Codes:
    """Words of a code list: which list, and by key the words in English."""

    list: str
    words: Mapping[str, str]

    @override
    def __str__(self) -> str:
        return ", ".join(self.words.values())


@dataclass(frozen=True, slots=True)
class Reference:
    """What stays as it is in each language, and runs from left to right: UA GBR 3/2019."""

    reference: str

    @override
    def __str__(self) -> str:
        return self.reference


@dataclass(frozen=True, slots=True)
class Text:
    """Somebody's own words; or a value of a kind that this release does not know."""

    text: str

    @override
    def __str__(self) -> str:
        return self.text


Value: TypeAlias = (
    Day | Moment | Number | Count | State | Mandates | Role | Code | Codes | Reference | Text
)
_NONE: Final[Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``title``: the sentence in English. ``many``: the text for more than one, if that differs."""

    title: str
    text: str
    many: str | None = None
    values: Mapping[str, Value] = field(default_factory=lambda: _NONE)

    @property
    def count(self) -> int | None:
        """Return the number that chooses between one and many."""
        counts = (value.number for value in self.values.values() if isinstance(value, Count))
        return next(counts, None)


def say(text: str, many: str | None = None, /, **values: Value) -> Said:
    """Return a sentence. ``text`` is written out: it is the key of its translations."""
    said = Said(title=text, text=text, many=many, values=values)
    english = text if many is None or said.count == 1 else many
    title = PLACE.sub(lambda place: _english(values[place[1]]), english)
    return Said(title=title, text=text, many=many, values=values)


def to_wire(said: Said) -> dict[str, Any]:
    """Return the members of a problem that say why."""
    values = {name: _told(value) for name, value in said.values.items()}
    many = {} if said.many is None else {"many": said.many}
    return {"title": said.title, "text": said.text, **many, "values": values}


def from_wire(problem: Mapping[str, Any]) -> Said:
    """Read what a service of any release said: at least a title; of a kind unknown, its text."""
    title, text, many = (problem.get(name) for name in ("title", "text", "many"))
    values = problem.get("values")
    if not isinstance(text, str) or not isinstance(values, Mapping):
        return Said(title=str(title), text=str(title))
    return Said(
        title=str(title),
        text=text,
        many=many if isinstance(many, str) else None,
        values={str(name): _read(value) for name, value in values.items()},
    )


def _english(value: Value) -> str:
    return value.label if isinstance(value, Role) else str(value)


def _told(value: Value) -> dict[str, Any]:
    """Return a value as it travels: its kind, and its word in English where that is no value."""
    match value:
        case Day():
            return {"day": value.on.isoformat()}
        case Moment():
            return {"moment": value.at.isoformat()}
        case Number():
            return {"number": value.number}
        case Count():
            return {"count": value.number}
        case State():
            return {"state": value.code, "english": value.english}
        case Mandates():
            return {"mandate": list(value.acronyms)}
        case Role():
            return {"role": value.value, "english": value.label}
        case Code():
            return {"code": value.key, "list": value.list, "english": value.english}
        case Codes():
            return {"codes": dict(value.words), "list": value.list, "english": str(value)}
        case Reference():
            return {"reference": value.reference}
        case Text():
            return {"text": value.text}
    assert_never(value)


def _read(told: Any) -> Value:
    if not isinstance(told, Mapping) or not told:
        return Text(str(told))
    kind, value = next(iter(told.items()))
    english = str(told.get("english", value))
    try:
        match kind:
            case "day":
                return Day(date.fromisoformat(value))
            case "moment":
                return Moment(datetime.fromisoformat(value))
            case "number":
                return Number(int(value))
            case "count":
                return Count(int(value))
            case "state":
                return State(str(value), english)
            case "mandate":
                return Mandates(tuple(map(str, value)))
            case "role":
                return Role(value)
            case "code":
                return Code(str(told["list"]), str(value), english)
            case "codes":
                return Codes(str(told["list"]), {str(k): str(v) for k, v in value.items()})
            case "reference":
                return Reference(str(value))
            case _:
                return Text(english)
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):  # a newer release's; its text is still read
        return Text(english)
