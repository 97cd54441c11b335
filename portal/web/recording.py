"""The vault for views: it reveals nothing restricted before the audit log has the read.

The exceptions are explicit: ``reveal_public``, for public texts, ``secret`` and ``compared``, for
what the platform compares with and shows to nobody, and ``unfinished``, for one's own draft.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from portal.web import noticed as mark
from shared.core.message import Sealed
from shared.platform.vault import Vault

CHECKED = "checked by lint"


class Note(Protocol):
    """Put the reading of these subjects on record, or raise: then nothing is revealed."""

    def __call__(self, subjects: Iterable[str], *, purpose: str | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class RecordingVault:
    """``shared.platform.vault.Vault``, which records each read first."""

    vault: Vault
    note: Note
    purpose: str | None = None

    @property
    def engine(self) -> Engine:
        return self.vault.engine

    def seal(self, subject: str, text: str) -> Sealed:
        """Return ``text`` readable only through the vault. Raises ``Forgotten``."""
        return self.vault.seal(subject, text)

    def sealer(self, subject: str) -> Callable[[str], Sealed]:
        """Return a function that seals many texts. Raises ``Forgotten``."""
        return self.vault.sealer(subject)

    def sealers(self, subjects: Iterable[str]) -> dict[str, Callable[[str], Sealed]]:
        """As in ``Vault``."""
        return self.vault.sealers(subjects)

    def pseudonym(self, use: str, value: str) -> str:
        """Return a pseudonym for this use: it reveals nothing, so nothing is recorded."""
        return self.vault.pseudonym(use, value)

    def reveal(self, sealed: Sealed | None) -> str | None:
        """Return the text, or None once its subject has been forgotten."""
        return None if sealed is None else self.reveal_all([sealed])[0]

    def reveal_all(self, sealed: Sequence[Sealed]) -> list[str | None]:
        """The texts in the same order. A subject that was forgotten is on record too."""
        self.note((text.subject for text in sealed), purpose=self.purpose)
        return self._reveal(sealed)

    def reveal_public(self, sealed: Sequence[Sealed]) -> list[str | None]:
        """The texts in the same order, without a record: for what everybody may read."""
        return self._reveal(sealed)

    def compared(self, sealed: Sequence[Sealed]) -> list[str | None]:
        """The texts, without a record: what the platform compares, and shows none of."""
        return self.vault.reveal_all(sealed)

    def secret(self, sealed: Sealed | None) -> str | None:
        """The text, without a record: a secret that a person's answer is compared with."""
        return self.vault.reveal(sealed)

    def unfinished(self, sealed: Sealed) -> str | None:
        """Reveal a draft without a record: only its author can read it."""
        return self.vault.reveal(sealed)

    def forgotten_of(self, kind: str) -> set[str]:
        """Return every subject of this kind that was forgotten."""
        return self.vault.forgotten_of(kind)

    def discard(self, subject: str, *, at: datetime) -> None:
        """Destroy the key of what was thrown away, such as a draft."""
        self.vault.forget(subject, at=at)

    def for_the_lint(self) -> "RecordingVault":
        """The same, on record as read by the lint: it compares, and shows nothing of it."""
        return replace(self, purpose=CHECKED)

    def keep_identity(
        self, subject: str, identity: Mapping[str, str], *, beside: Sequence[str] = ()
    ) -> None:
        """Keep who a source is, and make the keys ``beside``. Kept again, the last one holds."""
        self.vault.keep_identity(subject, identity, beside=beside)

    def identity(self, subject: str) -> dict[str, str] | None:
        """Return who the source is; None when unknown or forgotten."""
        self.note([subject], purpose=self.purpose)
        return self.vault.identity(subject)

    def identities(self, subjects: Collection[str]) -> dict[str, dict[str, str]]:
        """Return who these sources are, of whom it is known and not forgotten."""
        self.note(subjects, purpose=self.purpose)
        return self.vault.identities(subjects)

    def _reveal(self, sealed: Sequence[Sealed]) -> list[str | None]:
        texts = self.vault.reveal_all(sealed)
        gone = {was.subject for was, text in zip(sealed, texts, strict=True) if text is None}
        if gone:
            mark.noticed(self.vault.forgotten(gone))
        return texts
