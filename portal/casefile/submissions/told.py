"""A submission in readable form: labels and words, from the definition of its fields.

Before version 2 of ``allegation-received`` victims, perpetrators and incident were free text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import from_json

from portal.casefile.filing import Incident, Perpetrator, Victim, incident_date
from portal.casefile.filing.kinds import Kind
from portal.casefile.submissions.sealing import OPTIONAL
from portal.web.i18n.formats import rough_day
from portal.web.i18n.names import mandate, word
from portal.web.i18n.texts import gettext

_DATES = {"date", "until"}


@dataclass(frozen=True, slots=True)
class Said:
    """A field's title, and what was answered."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``text``: all that was told, in lines. ``name``: empty where none was given."""

    text: str
    name: str = ""
    protected: bool = False


def person(details: str) -> Person:
    """Return who a victim is."""
    told = _mapping(details)
    if told is None:
        return Person(text=details)
    victim = Victim.model_construct(**told)
    return Person(text=_lines(Victim, told), name=victim.name or "", protected=victim.protected)


def perpetrators(text: str) -> str:
    """Return who is alleged to be responsible, in lines; empty where nobody is known."""
    told = _mappings(text)
    return text if told is None else "\n\n".join(_lines(Perpetrator, one) for one in told)


def added(kind: str, text: str) -> str:
    """Return a source's later additions, in lines; ``kind`` is their kind."""
    match kind:
        case "victim":
            return person(text).text
        case "perpetrator":
            return perpetrators(text)
        case "incident":
            return "\n".join(_line(one.label, one.text) for some in incidents(text) for one in some)
        case _:
            return text


def incidents(text: str) -> list[list[Said]]:
    """Return the details of each incident."""
    told = _mappings(text)
    if told is None:
        when, _, where = text.partition("\n")
        told = [{"date": when, "place": where}] if text else []
    return [said(Incident, one) for one in told]


def when(text: str) -> str:
    """Return the dates of the incidents in words."""
    told = _mappings(text)
    if told is None:
        date = text.partition("\n")[0]
        return rough_day(date) if date else ""
    return "; ".join(_span(one) for one in told)


def where(text: str) -> str:
    """Return the places of the incidents."""
    told = _mappings(text)
    if told is None:
        return text.partition("\n")[2]
    return "; ".join(dict.fromkeys(str(one.get("place", "")) for one in told))


def particulars(text: str) -> list[Said]:
    """Return the answers of the optional sections."""
    told = _mapping(text) or {}
    return [one for section in OPTIONAL for one in said(section, told)]


def said(model: type[BaseModel], told: Mapping[str, Any]) -> list[Said]:
    """Return the fields of ``model`` that were answered, in its order, in words."""
    return [
        Said(word(field.title or name), _words(name, field.metadata, told[name]))
        for name, field in model.model_fields.items()
        if told.get(name) not in (None, "", [])
    ]


def kind_of(metadata: Iterable[Any]) -> Kind | None:
    """Return how a field is asked for."""
    return next((one for one in metadata if isinstance(one, Kind)), None)


def _words(name: str, metadata: Sequence[Any], value: Any) -> str:
    kind = kind_of(metadata)
    words = kind.words if kind else {}
    if isinstance(value, bool):
        return word(words.get("yes" if value else "no", ""))
    if isinstance(value, list):
        of = mandate if kind and kind.widget == "mandates" else lambda one: _word(words, one)
        return "; ".join(map(of, value))
    if kind and kind.listed:
        return kind.offered().get(str(value), str(value))
    if name in _DATES:
        return _date(str(value))
    return _word(words, str(value))


def _word(words: Mapping[str, str], value: str) -> str:
    """Return a choice in words; what somebody wrote stays as it is."""
    return word(words[value]) if value in words else value


def _date(text: str) -> str:
    """In words, or as it was typed while it cannot be read."""
    try:
        return rough_day(incident_date.parse(text))
    except ValueError:
        return text


def _span(incident: Mapping[str, Any]) -> str:
    dates = [_date(str(incident[name])) for name in ("date", "until") if incident.get(name)]
    if len(dates) > 1:
        return gettext("%(first)s to %(last)s", first=dates[0], last=dates[1])
    return "".join(dates)


def _lines(model: type[BaseModel], told: Mapping[str, Any]) -> str:
    """Return a description alone; other answers get their labels."""
    plain = {"description", "who"}
    found = [
        str(told[name])
        if name in plain
        else _line(word(field.title or name), _words(name, field.metadata, told[name]))
        for name, field in model.model_fields.items()
        if name != "kind" and told.get(name) not in (None, "", [])
    ]
    return "\n".join(found)


def _line(label: str, words: str) -> str:
    """A label that asks needs no colon."""
    return f"{label}{'' if label.endswith('?') else ':'} {words}"


def _mapping(text: str) -> dict[str, Any] | None:
    found = _json(text)
    return found if isinstance(found, dict) else None


def _mappings(text: str) -> list[dict[str, Any]] | None:
    found = _json(text)
    return found if isinstance(found, list) else None


def _json(text: str) -> Any:
    """None for free text, which begins with no bracket, or is no JSON all the same."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return from_json(text)
    except ValueError:
        return None
