"""That a text of this service was erased stays on record (``shared.core.erasure``)."""

from shared.contracts.approvals_erasure import LetterTextErased
from shared.core import erasure

ERASURE = erasure.recorded("lettererasure", LetterTextErased)
