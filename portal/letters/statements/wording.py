"""The keyed fingerprint of a statement's text, with which nobody can confirm a guess of it."""

from portal.web.context import vault
from shared.contracts.approvals_statements import About, StatementKind, Wording, fingerprint


def salt_of(statement_id: str) -> str:
    """Return the salt of this statement's fingerprints, and of no other's."""
    return vault().pseudonym(*salted_by(statement_id))


def salted_by(statement_id: str) -> tuple[str, str]:
    """Return what the salt is the pseudonym of."""
    return ("statement", statement_id)


def content_hash(
    statement_id: str,
    kind: StatementKind,
    about: About,
    wording: Wording,
    *,
    present: str | None = None,
) -> str:
    """Return the fingerprint of these words; ``present``, if that is one of them of old."""
    if present == fingerprint(kind, about, wording):
        return present
    return fingerprint(kind, about, wording, salt_of(statement_id))
