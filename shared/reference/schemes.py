"""Grading schemes as data. A scheme in use is never edited: a new version of it succeeds it.

Schemes stand beside each other and none is converted into another. What groups them for a
statistic is ``counts``, and the statistic names the scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

Graded: TypeAlias = Literal["reply", "recommendation", "visit", "clause"]
"""What a scheme is allowed for. ``visit``: a request for one; ``clause``: of terms of reference."""
Counts: TypeAlias = Literal["implemented", "partly", "not", "unknown"]
COUNTS: Final[tuple[Counts, ...]] = get_args(Counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a value is told without its word: a letter, a pattern of a chart, and a tone."""

    letter: str
    pattern: str
    tone: str


_DONE, _PARTLY, _WAITS, _NOT = (
    ("solid", "done"),
    ("stripes", "waiting"),
    ("outline", "neutral"),
    ("dots", "late"),
)


def _marks(**of: tuple[str, tuple[str, str]]) -> Mapping[str, Mark]:
    return MappingProxyType(
        {
            value: Mark(letter=letter, pattern=pattern, tone=tone)
            for value, (letter, (pattern, tone)) in of.items()
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """``values`` from best to worst; the first one is the top grade.

    ``owner``: whose scheme it is; ``source``: where it stands. ``of``: what it is allowed for;
    empty: it tells something and is no grade. ``succeeded_by``: the code of the version that is
    used instead; its old grades stay.
    """

    code: str
    name: str
    owner: str
    source: str
    values: dict[str, str]
    version: int = 1
    of: frozenset[Graded] = frozenset({"recommendation"})
    counts: Mapping[str, Counts] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    succeeded_by: str | None = None

    @property
    def top(self) -> str:
        return next(iter(self.values))

    def needs_no_information(self, value: str) -> bool:
        """Whether a grade says that nothing is known, so that it needs nothing that was read."""
        return self.counts.get(value) == "unknown"


COOPERATION: Final = Scheme(
    code="cooperation",
    name="Cooperation in replies and on requests for visits (A/HRC/46/26)",
    owner="Special Rapporteur on torture",
    source="A/HRC/46/26",
    values={
        "full": "Full cooperation",
        "partial": "Partial cooperation",
        "none": "No cooperation",
        "pending": "Pending (translation or dialogue)",
    },
    of=frozenset({"reply", "visit"}),
    marks=_marks(
        full=("F", _DONE), partial=("P", _PARTLY), none=("N", _NOT), pending=("?", _WAITS)
    ),
)
CLAUSES: Final = Scheme(
    code="clauses",
    name="How a clause of the terms of reference was kept",
    owner="Rapporteur",
    source="Terms of reference for country visits",
    values={
        "respected": "Respected",
        "difficulty": "Respected with difficulty",
        "breached": "Breached",
        "untested": "Not tested",
    },
    of=frozenset({"clause"}),
    marks=_marks(
        respected=("R", _DONE),
        difficulty=("D", _PARTLY),
        breached=("B", _NOT),
        untested=("?", _WAITS),
    ),
)
_OF_IMPLEMENTATION = _marks(
    **{"fully": ("F", _DONE), "partially": ("P", _PARTLY), "not": ("N", _NOT)},
    unknown=("?", _WAITS),
)
IMPLEMENTATION: Final = Scheme(
    code="implementation",
    name="Implementation (treaty-body practice)",
    owner="Treaty bodies",
    source="HRI/MC/2017/4",
    values={
        "fully": "Fully implemented",
        "partially": "Partially implemented",
        "not": "Not implemented",
    },
    counts={"fully": "implemented", "partially": "partly", "not": "not"},
    marks=_OF_IMPLEMENTATION,
    succeeded_by="implementation-2",
)
IMPLEMENTATION_2: Final = Scheme(
    code="implementation-2",
    name="Implementation (treaty-body practice)",
    owner=IMPLEMENTATION.owner,
    source=IMPLEMENTATION.source,
    version=2,
    values={**IMPLEMENTATION.values, "unknown": "No information"},
    counts={**IMPLEMENTATION.counts, "unknown": "unknown"},
    marks=IMPLEMENTATION.marks,
)
"""With the value for a recommendation on which nobody said anything."""
USUAL: Final = IMPLEMENTATION_2
"""In which recommendations are graded unless a holder chooses another one."""
FOLLOW_UP: Final = Scheme(
    code="hrc-follow-up",
    name="Follow-up grades of the Human Rights Committee",
    owner="Human Rights Committee",
    source="HRI/MC/2017/4",
    values={
        "a": "A: largely satisfactory",
        "b": "B: partially satisfactory",
        "c": "C: not satisfactory",
        "d": "D: no cooperation",
        "e": "E: contrary to the recommendation",
    },
    counts={"a": "implemented", "b": "partly", "c": "not", "d": "unknown", "e": "not"},
    marks=_marks(a=("A", _DONE), b=("B", _PARTLY), c=("C", _NOT), d=("D", _WAITS), e=("E", _NOT)),
)
PROGRESS: Final = Scheme(
    code="upr-progress",
    name="Progress (practice of the Universal Periodic Review)",
    owner="Universal Periodic Review",
    source="Practice of the Universal Periodic Review",
    values={
        "completed": "Completed",
        "ongoing": "Ongoing",
        "none": "No action",
        "unknown": "No information",
    },
    counts={"completed": "implemented", "ongoing": "partly", "none": "not", "unknown": "unknown"},
    marks=_marks(
        completed=("C", _DONE), ongoing=("O", _PARTLY), none=("N", _NOT), unknown=("?", _WAITS)
    ),
)
ACTION_CATEGORIES: Final = Scheme(
    code="upr-info-action",
    name="How much a recommendation asks for (categories of UPR Info)",
    owner="UPR Info",
    source="Database of UPR Info",
    values={
        "5": "5: a specific action",
        "4": "4: a general action",
        "3": "3: to consider something",
        "2": "2: to go on with something",
        "1": "1: the least, such as to share experience",
    },
    of=frozenset(),
    marks=_marks(**{str(one): (str(one), _WAITS) for one in range(5, 0, -1)}),
)
"""Of the verb of a recommendation, and no grade: nothing is graded in it."""
SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {
        one.code: one
        for one in (
            *(COOPERATION, CLAUSES, IMPLEMENTATION_2, IMPLEMENTATION, FOLLOW_UP, PROGRESS),
            ACTION_CATEGORIES,
        )
    }
)


OF_FOLLOW_UP: Final = frozenset(code for code, one in SCHEMES.items() if "recommendation" in one.of)
"""Those of the follow-up of recommendations, also such as are used no more."""


def counts_as(scheme: str, grade: str) -> Counts:
    """Return as what a grade is counted, whatever its scheme."""
    known = SCHEMES.get(scheme)
    return known.counts.get(grade, "unknown") if known else "unknown"


def ended_by(scheme: str) -> frozenset[str]:
    """Return the schemes whose grade counts no more after one in this: it, and those before it."""
    return frozenset(
        {scheme, *(one.code for one in SCHEMES.values() if one.succeeded_by == scheme)}
    )


def current(of: Graded) -> Mapping[str, Scheme]:
    """Return the schemes in which somebody may grade today."""
    return {code: one for code, one in SCHEMES.items() if of in one.of and one.succeeded_by is None}
