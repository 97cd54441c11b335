"""Refusals in the reader's language: what a service said no with, and the portal itself.

A translation says where each value stands, and each value is written as the language writes it. A
sentence of a newer release, which has no translation here, is read in English and marked so.
"""

from collections.abc import Mapping
from typing import Final, assert_never

from markupsafe import Markup, escape

from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.languages import ENGLISH, LANGUAGES, Language
from portal.web.i18n.names import recipient
from portal.web.i18n.texts import counted, gettext, is_translated, language
from shared.core.geneva import there
from shared.core.roles import Role
from shared.core.said import (
    PLACE,
    Code,
    Codes,
    Count,
    Day,
    Mandates,
    Moment,
    Number,
    Reference,
    Said,
    State,
    Text,
    Value,
)
from shared.reference import states

_LTR, _AUTO = "ltr", "auto"
_MARKS: Final[Mapping[str, str]] = {_LTR: "\u2066{}\u2069", _AUTO: "\u2068{}\u2069"}
"""How plain text keeps a direction to itself."""


def sentence(said: Said) -> Markup:
    """Return the sentence as a part of a page."""
    here = language()
    if not _is_known(said):
        english = escape(said.title)
        return english if here.code == ENGLISH else _marked(english, LANGUAGES[ENGLISH])
    return _filled(_text(said), {name: _html(one) for name, one in said.values.items()})


def plain(said: Said) -> str:
    """Return the sentence where there is no page: for a file's name, a mail, a program."""
    here = language()
    if here.code == ENGLISH or not _is_known(said):
        return said.title
    values = {name: _plain(one) for name, one in said.values.items()}
    return PLACE.sub(lambda place: values[place[1]], _text(said))


def _is_known(said: Said) -> bool:
    """Whether this language has the sentence, and each value in it came along."""
    return is_translated(said.text) and {*PLACE.findall(_text(said))} <= said.values.keys()


def _text(said: Said) -> str:
    if said.many is None or said.count is None:
        return gettext(said.text)
    return counted(said.text, said.many, said.count)


def _filled(text: str, values: Mapping[str, Markup]) -> Markup:
    filled = PLACE.sub(lambda place: str(values[place[1]]), str(escape(text)))
    return Markup(filled)  # noqa: S704  # text and values are escaped


def _marked(text: Markup, speaks: Language) -> Markup:
    return Markup('<span lang="{}" dir="{}">{}</span>').format(speaks.tag, speaks.dir, text)


def _html(value: Value) -> Markup:
    parts = (_isolated(one, way) if way else escape(one) for one, way in _shown(value))
    return Markup(listed(parts))  # noqa: S704  # each is escaped


def _isolated(text: str, way: str) -> Markup:
    return Markup('<bdi dir="{}">{}</bdi>').format(way, text)


def _plain(value: Value) -> str:
    return listed(_MARKS[way].format(one) if way else one for one, way in _shown(value))


def _shown(value: Value) -> list[tuple[str, str | None]]:
    """Return what to read, and the direction that is its own, if it has one."""
    match value:
        case Day():
            return [(short_day(value.on), None)]
        case Moment():
            at = there(value.at)
            day, time = short_day(at.date()), f"{at:%H:%M}"
            return [(gettext("%(day)s, %(time)s (Geneva)", day=day, time=time), None)]
        case Number() | Count():
            return [(number(value.number), None)]
        case State():
            known = value.code in states()
            return [(recipient(value.code) if known else value.english, None)]
        case Mandates():
            way = _LTR if language().right_to_left else None
            return [(one, way) for one in value.acronyms]
        case Role():
            return [(gettext(value.label), None)]
        case Code():
            return [(gettext(value.english), None)]
        case Codes():
            return [(gettext(one), None) for one in value.words.values()]
        case Reference():
            return [(value.reference, _LTR)]
        case Text():
            return [(value.text, _AUTO)]
    assert_never(value)
