"""The kinds of answers: how each is cleaned and limited, and how a form asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from portal.casefile.filing import incident_date
from portal.casefile.filing.states import advice
from portal.web.forms import tidy
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from portal.web.refused_text import refusal
from shared.reference import LANGUAGES, mandates, states
from shared.reference.former_states import former_state

NARRATIVE_LIMIT = 100_000
"""Bytes of UTF-8: about 60 pages in Latin letters, 30 in Arabic or Chinese ones."""

_SHORT = 20
"""Letters in three words beside their buttons."""

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # as is: it stands in types
class Kind:
    """How a form asks: ``words`` and ``effects`` are of each choice; ``most`` are characters.

    They are in English, as in the API's description. A form shows them in the reader's language.
    """

    widget: Literal["line", "lines", "choice", "boxes", "mandates", "select"]
    rows: int = 3
    most: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    effects: Mapping[str, str] = field(default_factory=dict)
    listed: Callable[[], dict[str, str]] | None = None
    """Its choices in the reader's language and order, where ``words`` are names."""

    def offered(self) -> dict[str, str]:
        """Return the choices as a form lists them."""
        if self.listed:
            return self.listed()
        return {answer: names.word(said) for answer, said in self.words.items()}

    @property
    def short(self) -> bool:
        """Whether its choices stand on one line of a telephone."""
        return not self.effects and sum(map(len, self.offered().values())) < _SHORT


def _clean(text: str) -> str:
    refused = refusal(text)
    if refused:
        raise ValueError(
            gettext("%(refused)s. Take them out, or type the text again", refused=refused)
        )
    return text


def _short_enough(text: str) -> str:
    size = len(text.encode())
    if size > NARRATIVE_LIMIT:
        raise ValueError(
            gettext(
                "Shorten the description to 100 kB: it has %(size)s kB now",
                size=number(round(size / 1000, 1)),
            )
        )
    return text


def _known_state(code: str) -> str:
    if code not in states():
        former = former_state(code)
        raise ValueError(
            advice(former) if former else gettext("Choose the State or area from the list")
        )
    return code


def _known_mandates(chosen: list[str]) -> list[str]:
    if any(mandate not in mandates() for mandate in chosen):
        raise ValueError(gettext("Choose mandates from the list"))
    return list(dict.fromkeys(chosen))


def _known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(gettext("Choose the language from the list"))
    return code


def _tidy(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def _nothing(value: Any) -> Any:
    """An optional text that was left empty was not given."""
    return None if value == "" else value


def _text(most: int) -> Any:
    return StringConstraints(min_length=1, max_length=most)


_TIDY, _SHOWN, _OPTIONAL = BeforeValidator(_tidy), AfterValidator(_clean), BeforeValidator(_nothing)
_LINE, _LINES, _LONG = 200, 2_000, 10_000

Line: TypeAlias = Annotated[str, _text(_LINE), _TIDY, _SHOWN, Kind(widget="line")]
Lines: TypeAlias = Annotated[str, _text(_LINES), _TIDY, _SHOWN, Kind(widget="lines", most=_LINES)]
Text: TypeAlias = Annotated[
    str, _text(_LONG), _TIDY, _SHOWN, Kind(widget="lines", rows=6, most=_LONG)
]
Narrative: TypeAlias = Annotated[
    str,
    _text(NARRATIVE_LIMIT),
    _TIDY,
    _SHOWN,
    AfterValidator(_short_enough),
    Kind(widget="lines", rows=14, most=NARRATIVE_LIMIT),
]
Date: TypeAlias = Annotated[
    str, _text(40), _TIDY, AfterValidator(incident_date.parse), Kind(widget="line")
]
# Optional ones: what was left empty was not given.
MaybeLine: TypeAlias = Annotated[
    Annotated[str, _text(_LINE), _SHOWN] | None, _OPTIONAL, _TIDY, Kind(widget="line")
]
MaybeLines: TypeAlias = Annotated[
    Annotated[str, _text(_LINES), _SHOWN] | None,
    _OPTIONAL,
    _TIDY,
    Kind(widget="lines", most=_LINES),
]
MaybeText: TypeAlias = Annotated[
    Annotated[str, _text(_LONG), _SHOWN] | None,
    _OPTIONAL,
    _TIDY,
    Kind(widget="lines", rows=6, most=_LONG),
]
MaybeDate: TypeAlias = Annotated[
    Annotated[str, _text(40), AfterValidator(incident_date.parse)] | None,
    _OPTIONAL,
    _TIDY,
    Kind(widget="line"),
]
_UNSURE = {"yes": "Yes", "no": "No", "unknown": "I do not know"}
MaybeSure: TypeAlias = Annotated[
    Literal["yes", "no", "unknown"] | None, Kind(widget="choice", words=_UNSURE)
]
MaybeLanguage: TypeAlias = Annotated[
    Annotated[
        str,
        AfterValidator(_known_language),
        Field(json_schema_extra={"enum": list(LANGUAGES)}),
    ]
    | None,
    _OPTIONAL,
    Kind(widget="select", words=LANGUAGES),
]
State: TypeAlias = Annotated[
    str,
    AfterValidator(_known_state),
    Field(
        json_schema_extra={"enum": list(states()), "description": "ISO 3166-1 alpha-3 code."},
    ),
    Kind(widget="select", listed=names.states_and_former),
]
Mandates: TypeAlias = Annotated[
    list[Annotated[str, Field(json_schema_extra={"enum": list(mandates())})]],
    AfterValidator(_known_mandates),
    Kind(widget="mandates", listed=names.mandates),
]
Language: TypeAlias = Annotated[
    str,
    AfterValidator(_known_language),
    Field(json_schema_extra={"enum": list(LANGUAGES)}),
    Kind(widget="select", words=LANGUAGES),
]
