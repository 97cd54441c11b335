"""A text that several mandates approve, for a page: who has, who is missing, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from portal.letters.approval.difference import Line, difference
from portal.web.i18n.languages import Language

OPEN = frozenset({"drafting", "awaiting", "approved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A mandate's actions on the text. ``approved_at``: when it approved the present version.

    ``ruled_version``: the last one that it approved or asked to change.
    """

    mandate: str
    declined_at: datetime | None
    ruled_version: int | None
    approved_by: str | None
    approved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    version: int
    written_by: str
    written_at: datetime


S = TypeVar("S", bound=Signature)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedText(Generic[S]):
    """``signatures``: the lead's first, with those that are out."""

    version: int
    content_hash: str
    state: str
    signatures: tuple[S, ...]

    @property
    def signing(self) -> tuple[S, ...]:
        """Those in whose name it is, the lead first."""
        return tuple(one for one in self.signatures if one.declined_at is None)

    @property
    def mandates(self) -> tuple[str, ...]:
        return tuple(one.mandate for one in self.signing)

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandates that have not approved the present version."""
        return tuple(one.mandate for one in self.signing if one.approved_at is None)

    @property
    def changes_asked(self) -> bool:
        """Whether a mandate asked to change the present version, and nothing was changed since."""
        ruled = {one.ruled_version for one in self.signatures}
        return self.state == "drafting" and self.version in ruled

    @property
    def open(self) -> bool:
        """Whether mandates can still be asked to approve it."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """``lines``: empty when an erased text leaves nothing to compare.

    ``language``: in which both texts are, if somebody chose one.
    """

    base: Version
    lines: Sequence[Line]
    language: Language | None = None


def compared(
    base: Version, old: str | None, new: str | None, language: Language | None = None
) -> Compared:
    """Return what changed since ``base``, which says ``old``."""
    lines = [] if old is None or new is None else difference(old, new)
    return Compared(base=base, lines=lines, language=language)
