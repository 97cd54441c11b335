"""What binds the approval of a rendition to its words: made with the vault (decision 0035)."""

from portal.web.accounts.filers import Pseudonyms


def salt_of(vault: Pseudonyms, communication_id: str, document: str) -> str:
    """Return what goes into the hashes of this document's renditions, and no other's."""
    return vault.pseudonym("rendition", f"{communication_id}:{document}")
