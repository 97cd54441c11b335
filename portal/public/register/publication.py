"""Something that was published, of whichever kind, and a choice among what was.

Issues of the briefing and the bulletin tell again what the other kinds tell, and a report brings up
to a hundred recommendations at once: they are told only where somebody asks for them, and so are
the kinds that came after people began to follow.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from shared.reference.themes import THEMES, mandates_of

Kind: TypeAlias = Literal[
    "letter", "reply", "statement", "recommendation", "report", "followup", "call", "document",
    "issue",
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = (
    "letter", "reply", "statement", "recommendation", "report", "followup", "call", "document",
    "issue",
)  # fmt: skip
ISSUE: Final = "issue"
RECOMMENDATION: Final = "recommendation"
REPORT: Final = "report"
"""The report on a visit."""
FOLLOW_UP: Final = "followup"
"""The table of a follow-up round."""
CALL: Final = "call"
"""A call for input to a visit."""
DOCUMENT: Final = "document"
"""A version of a document of the library, in one language."""
OF_ALL: Final = frozenset({ISSUE, DOCUMENT})
"""What is of all States, mandates and themes."""
TAKEN_UP: Final = "taken up"
"""The type of a recommendation that another mechanism made."""
_UNASKED: Final[tuple[Kind, ...]] = ("letter", "reply", "statement", "report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which States, mandates or themes, and kinds; none of them means all, but of kinds four.

    A theme is that of its mandates; a report is also under those of its recommendations.
    """

    states: tuple[str, ...] = ()
    mandates: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def of_mandates(self) -> frozenset[str] | None:
        """The mandates chosen, with those of the themes; None: all."""
        if not (self.mandates or self.themes):
            return None
        return mandates_of(one for one in self.themes if one in THEMES) | {*self.mandates}

    @property
    def of_kinds(self) -> tuple[Kind, ...]:
        return self.kinds or _UNASKED

    def wants(self, one: "Item") -> bool:
        if one.kind not in self.of_kinds:
            return False
        of = self.of_mandates
        return one.kind in OF_ALL or (
            (not self.states or not set(self.states).isdisjoint(one.states))
            and (of is None or not of.isdisjoint(one.mandates))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something published. ``at``: of a corrected text, when it was corrected.

    ``key``: of this publication; a correction has another. ``item_id``: of a letter its slug, of a
    reply the slug of its letter, of an issue its period, of a recommendation the key before which
    the list has it first, of a report its mission. ``part``: tells apart what is on one page.
    ``type``: of a letter, a reply, a statement, an issue or a document; of a recommendation
    TAKEN_UP, or none. ``reference``: of a letter, the symbol of a report or a follow-up table, the
    number of a document's version. ``title``: of a statement; the year of a follow-up table; of a
    document once it is opened. ``until``: the last day of a call. ``text``: None where the State
    keeps a reply confidential, and of what has none here. ``edition``: of a text that was corrected
    more than 1.
    """

    key: str
    kind: Kind
    item_id: str
    part: str = ""
    at: datetime
    first_at: datetime
    edition: int = 1
    states: tuple[str, ...]
    mandates: tuple[str, ...]
    type: str
    reference: str = ""
    title: str = ""
    until: date | None = None
    language: str | None = None
    text: str | None
