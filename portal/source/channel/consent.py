"""The present consent of the people concerned, and what a returning source may change."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from portal.casefile.submissions.victims import SCOPES, Standing
from portal.web.i18n.texts import gettext, lazy, ngettext
from shared.contracts.intake import BLOCKING, ConsentScope

LABELS = MappingProxyType(
    {
        "act": lazy("The mandates may act for the person"),
        "authorities": lazy("The person may be named to the authorities"),
        "public": lazy("The case may become public"),
        "press": lazy("A press release may speak of it"),
        "sharing": lazy("Other bodies of the United Nations may be told"),
    }
)
Change = Literal["withdraw", "give"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``given``: by how many of the persons; ``persons``: how many there are."""

    scope: ConsentScope
    given: int
    persons: int

    @property
    def label(self) -> str:
        return LABELS[self.scope]

    @property
    def word(self) -> str:
        if self.given == self.persons:
            return gettext("Yes")
        if not self.given:
            return gettext("No")
        return ngettext(
            "For %(given)s of %(count)s person",
            "For %(given)s of %(count)s persons",
            self.persons,
            given=self.given,
        )

    @property
    def blocking(self) -> bool:
        """Whether withdrawing stops letters, and not only what is published."""
        return self.scope in BLOCKING

    def can(self, change: Change) -> bool:
        """Whether there is something to withdraw, or to give."""
        return self.given > 0 if change == "withdraw" else self.given < self.persons


def lines(victims: Sequence[Standing]) -> list[Line]:
    """Return one line for each thing that is consented to."""
    return [
        Line(
            scope=scope,
            given=sum(getattr(one.victim.consent, scope) != "no" for one in victims),
            persons=len(victims),
        )
        for scope in SCOPES
    ]
