"""The keyed hash that binds an approval to a rendition's text (decision 0035)."""

from portal.web.accounts.filers import Pseudonyms


def salt_of(vault: Pseudonyms, communication_id: str, document: str) -> str:
    """Return the salt for the hashes of this document's renditions, and of no other's."""
    return vault.pseudonym("rendition", f"{communication_id}:{document}")
