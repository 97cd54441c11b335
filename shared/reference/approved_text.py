"""A text that several mandates approve, word for word (procedure.md section 6.2, R1, R2 and R4).

Letters, statements and letters about visits keep an ``ApprovedText`` in their state. A new text
that needs approval
1. gives its own events to ``revised``, ``submitted``, ``approved`` and so on, in its ``evolve``;
2. asks ``edits``, ``exact``, ``must_be_requested`` and ``approvable`` first, in its ``decide``;
3. makes its own events: one that voids for each of ``given``, a clearance if it ``lacks_only`` one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.said import Number

NOT_REQUESTED = (
    "This text was changed. Your request would have been for another wording; look at version "
    "{version}."
)
_NOT_APPROVED = (
    "This text was changed. Your approval would have been for another wording; look at version "
    "{version}."
)
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedText:
    """The present version, and how far it is approved.

    ``mandates``: those that must approve it, the lead first. ``authors``: of all versions.
    ``approvals``: mandates that approved the present version, ``by`` whom.
    """

    mandates: tuple[str, ...]
    content_hash: str
    authors: frozenset[str]
    version: int = 1
    requested: bool = False
    approvals: frozenset[str] = frozenset()
    by: Mapping[str, str] = field(default_factory=dict)

    @property
    def lead(self) -> str:
        return self.mandates[0]

    @property
    def given(self) -> tuple[str, ...]:
        """The mandates whose approval an edit, or a request for changes, voids."""
        return tuple(one for one in self.mandates if one in self.approvals)

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandates that have not approved the present text."""
        return tuple(one for one in self.mandates if one not in self.approvals)

    @property
    def cleared(self) -> bool:
        """Whether every mandate approved what was asked for."""
        return self.requested and not self.missing

    def lacks_only(self, mandate: str) -> bool:
        """Return whether the text is cleared once this mandate approves it, or leaves."""
        return self.requested and self.missing == (mandate,)

    # --- what an event does to it ------------------------------------------------------------

    def revised(self, version: int, content_hash: str, by: str) -> "ApprovedText":
        """An edit voids every approval, and the request (R1)."""
        return ApprovedText(
            mandates=self.mandates,
            version=version,
            content_hash=content_hash,
            authors=self.authors | {by},
        )

    def submitted(self) -> "ApprovedText":
        return replace(self, requested=True)

    def returned(self) -> "ApprovedText":
        """A mandate asked for changes. Each approval is voided by an event of its own."""
        return replace(self, requested=False)

    def approved(self, mandate: str, by: str) -> "ApprovedText":
        approvals = self.approvals | {mandate}
        return replace(self, approvals=approvals, by={**self.by, mandate: by})

    def voided(self, mandate: str) -> "ApprovedText":
        return replace(self, approvals=self.approvals - {mandate})

    def joined(self, mandate: str) -> "ApprovedText":
        return replace(self, mandates=(*self.mandates, mandate))

    def left(self, mandate: str) -> "ApprovedText":
        return replace(self, mandates=tuple(one for one in self.mandates if one != mandate))

    def passed(self, mandate: str, to: str) -> "ApprovedText":
        """Another mandate signs in its place, and approves for itself."""
        others = [one for one in self.mandates if one != to]
        named = tuple(to if one == mandate else one for one in others)
        return replace(self, mandates=named, approvals=self.approvals - {mandate})

    # --- what must hold before a decision ----------------------------------------------------

    def edits(self, version: int, content_hash: str, *, otherwise: bool = False) -> bool:
        """Return whether this edit of that version changes the text; if not, it voids nothing.

        ``otherwise``: whether it changes something beside the words, such as their language.
        """
        if content_hash == self.content_hash and not otherwise:
            return False
        if version != self.version:
            raise Refused(
                "This text was changed while you were writing. Look at version {version}, and "
                "bring your changes into it.",
                version=Number(self.version),
            )
        well_formed(content_hash)
        return True

    def exact(self, version: int, content_hash: str, *, no: str) -> None:
        """Refuse all but the present wording. ``no`` names what was asked for, and a version."""
        if (version, content_hash) != (self.version, self.content_hash):
            raise Refused(no, version=Number(self.version))

    def approvable(
        self, version: int, content_hash: str, asked: Asked, *, consented: Callable[[], None]
    ) -> None:
        """Refuse an author (R4), what ``consented`` refuses (R13), and all but this exact text.

        Check before, with ``authority.acting``, who acts for the mandate (R2).
        """
        if asked.by.actor_id in self.authors:
            raise Forbidden("Whoever wrote the text cannot approve it.")
        consented()
        self.exact(version, content_hash, no=_NOT_APPROVED)
        self.must_be_requested()

    def must_be_requested(self) -> None:
        """Refuse what only answers a request: an approval, and a wish for changes."""
        if not self.requested:
            raise Refused("Approval of this text has not been asked for.")


def well_formed(content_hash: str) -> None:
    if not _HASH.fullmatch(content_hash):
        raise Refused("The text came without a fingerprint of its wording.")
