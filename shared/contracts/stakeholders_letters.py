"""Reference letters: the files that come with an application (section A.2 of the specification)."""

from dataclasses import dataclass
from typing import Final, Literal

from shared.core.message import Sealed

MOST_LETTERS: Final = 3
"""Of one application, as calls for candidatures say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceLetter:
    """``object_name``: the random name of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it, sealed under the candidate's key.
    """

    letter_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed
