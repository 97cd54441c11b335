"""Erasures of this service's texts (``shared.core.erasure``)."""

from shared.contracts.approvals_erasure import LetterTextErased
from shared.core import erasure

ERASURE = erasure.recorded("lettererasure", LetterTextErased)
