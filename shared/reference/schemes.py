"""Grading schemes as data. A scheme in use is never edited: a new version of it succeeds it.

Schemes stand beside each other and none is converted into another. What groups them for a
statistic is ``counts``, and the statistic names the scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Graded: TypeAlias = Literal["reply", "recommendation"]
Counts: TypeAlias = Literal["implemented", "partly", "not", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """``values`` from best to worst; the first one is the top grade.

    ``succeeded_by``: the code of the version that is used instead; its old grades stay.
    """

    code: str
    name: str
    values: dict[str, str]
    of: Graded = "recommendation"
    counts: Mapping[str, Counts] = field(default_factory=dict)
    succeeded_by: str | None = None

    @property
    def top(self) -> str:
        return next(iter(self.values))

    def needs_no_information(self, value: str) -> bool:
        """Whether a grade says that nothing is known, so that it needs nothing that was read."""
        return self.counts.get(value) == "unknown"


COOPERATION: Final = Scheme(
    code="cooperation",
    name="Cooperation in replies (A/HRC/46/26)",
    values={
        "full": "Full cooperation",
        "partial": "Partial cooperation",
        "none": "No cooperation",
        "pending": "Pending (translation or dialogue)",
    },
    of="reply",
)
IMPLEMENTATION: Final = Scheme(
    code="implementation",
    name="Implementation (treaty-body practice)",
    values={
        "fully": "Fully implemented",
        "partially": "Partially implemented",
        "not": "Not implemented",
    },
    counts={"fully": "implemented", "partially": "partly", "not": "not"},
    succeeded_by="implementation-2",
)
IMPLEMENTATION_2: Final = Scheme(
    code="implementation-2",
    name="Implementation (treaty-body practice)",
    values={**IMPLEMENTATION.values, "unknown": "No information"},
    counts={**IMPLEMENTATION.counts, "unknown": "unknown"},
)
"""With the value for a recommendation on which nobody said anything."""
USUAL: Final = IMPLEMENTATION_2
"""In which recommendations are graded unless a holder chooses another one."""
FOLLOW_UP: Final = Scheme(
    code="hrc-follow-up",
    name="Follow-up grades of the Human Rights Committee",
    values={
        "a": "A: largely satisfactory",
        "b": "B: partially satisfactory",
        "c": "C: not satisfactory",
        "d": "D: no cooperation",
        "e": "E: contrary to the recommendation",
    },
    counts={"a": "implemented", "b": "partly", "c": "not", "d": "unknown", "e": "not"},
)
PROGRESS: Final = Scheme(
    code="upr-progress",
    name="Progress (practice of the Universal Periodic Review)",
    values={
        "completed": "Completed",
        "ongoing": "Ongoing",
        "none": "No action",
        "unknown": "No information",
    },
    counts={"completed": "implemented", "ongoing": "partly", "none": "not", "unknown": "unknown"},
)
SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {one.code: one for one in (COOPERATION, IMPLEMENTATION_2, IMPLEMENTATION, FOLLOW_UP, PROGRESS)}
)


def ended_by(scheme: str) -> frozenset[str]:
    """Return the schemes whose grade counts no more after one in this: it, and those before it."""
    return frozenset(
        {scheme, *(one.code for one in SCHEMES.values() if one.succeeded_by == scheme)}
    )


def current(of: Graded) -> Mapping[str, Scheme]:
    """Return the schemes in which somebody may grade today."""
    return {code: one for code, one in SCHEMES.items() if one.of == of and one.succeeded_by is None}
