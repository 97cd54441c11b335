"""Conditions on the form's questions: a condition hides a question in the form only.

They do not apply to the API and to spreadsheets: whatever those contain is filed. In the form, an
answer that another answer rules out stays in the draft and is not sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from portal.casefile.filing import Incident, Perpetrator, Victim
from portal.casefile.filing.kinds import Kind
from portal.casefile.filing.sections import DomesticAction, Reprisal, Urgency
from portal.web.i18n.texts import lazy

FROM_LIST: Final = "from_list"
"""Marks what came from a spreadsheet: there each column was filled in on purpose."""
_YES_NO = Kind(widget="choice", words={"yes": "Yes", "no": "No"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The questions that one answer asks; ``words`` say when they apply."""

    words: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A question that decides about others; ``title``: it is asked by the form alone."""

    blocks: Mapping[str, Block]
    title: str = ""
    hint: str = ""

    @property
    def kind(self) -> Kind:
        return _YES_NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Rare questions, folded under one title."""

    title: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """``gates``: by the name of their question."""

    gates: Mapping[str, Gate] = field(default_factory=dict)
    fold: Fold = Fold(title="", names=())


def _if_yes(words: str, *names: str) -> Mapping[str, Block]:
    return {"yes": Block(words=words, names=names)}


SHAPES: Mapping[type[BaseModel], Shape] = MappingProxyType(
    {
        Victim: Shape(
            gates={
                "kind": Gate(
                    blocks={
                        "person": Block(words=lazy("If it is one person"), names=("sex", "born")),
                        "group": Block(words=lazy("If it is a group"), names=("number",)),
                    }
                ),
                "defends": Gate(
                    title=lazy("Does the person work for human rights, or as a journalist?"),
                    blocks=_if_yes(lazy("If so"), "defender"),
                ),
                "gone": Gate(
                    title=lazy("Is the person missing, or dead?"),
                    hint=lazy("Missing: taken away, and nobody says where."),
                    blocks=_if_yes(
                        lazy("If the person is missing or dead"), "id_number", "next_of_kin"
                    ),
                ),
                "consent_act": Gate(
                    blocks={
                        "impossible": Block(
                            words=lazy("If the person cannot be asked"), names=("consent_reason",)
                        )
                    }
                ),
            },
            fold=Fold(
                title=lazy("More about this person or group"),
                names=(
                    *("aliases", "nationality", "occupation", "affiliation"),
                    *("background", "residence"),
                ),
            ),
        ),
        Incident: Shape(
            gates={
                "lasted": Gate(
                    title=lazy("Did it last, or is the date not certain?"),
                    blocks=_if_yes(
                        lazy("If it lasted, or the date is not certain"), "until", "time"
                    ),
                ),
                "detained": Gate(
                    title=lazy("Was somebody detained?"), blocks=_if_yes(lazy("If so"), "detention")
                ),
            }
        ),
        Perpetrator: Shape(fold=Fold(title=lazy("More about them"), names=("number", "link"))),
        Urgency: Shape(gates={"urgent": Gate(blocks=_if_yes(lazy("If so"), "risk", "risk_when"))}),
        DomesticAction: Shape(
            gates={
                "complained": Gate(
                    title=lazy("Was a complaint made in the country?"),
                    blocks={
                        "yes": Block(words=lazy("If there was one"), names=("complaints",)),
                        "no": Block(words=lazy("If there was none"), names=("no_complaint",)),
                    },
                )
            }
        ),
        Reprisal: Shape(
            gates={"reprisal": Gate(blocks=_if_yes(lazy("If so"), "reprisal_details"))}
        ),
    }
)
_PLAIN: Final = Shape()

Typed: TypeAlias = Mapping[str, Any]


def shape_of(model: type[BaseModel]) -> Shape:
    return SHAPES.get(model, _PLAIN)


def ruled_out(model: type[BaseModel], typed: Typed) -> frozenset[str]:
    """Return the questions to which another answer says that they do not apply.

    Without that answer they apply: an older browser shows them all, and it may be left open.
    """
    if FROM_LIST in typed:
        return frozenset()
    return frozenset(
        name
        for gate, about in shape_of(model).gates.items()
        if typed.get(gate) not in (None, "")
        for answer, block in about.blocks.items()
        if answer != typed[gate]
        for name in block.names
    )


def answered(model: type[BaseModel], typed: Typed) -> dict[str, Any]:
    """Return the entries, with the form's own questions answered from their dependants.

    A draft from before such a question shows what was typed into it. What hangs on two answers is
    left open: either one would keep the other's from being sent.
    """
    found = {
        gate: [answer for answer, block in about.blocks.items() if any(map(typed.get, block.names))]
        for gate, about in shape_of(model).gates.items()
        if about.title and not typed.get(gate)
    }
    return {**typed, **{gate: some[0] for gate, some in found.items() if len(some) == 1}}


def own_questions(model: type[BaseModel]) -> Iterator[tuple[str, str, Gate]]:
    """Yield the questions that the form alone asks: before which one, its name, and itself."""
    for name, gate in shape_of(model).gates.items():
        if gate.title:
            yield next(iter(gate.blocks.values())).names[0], name, gate
