"""Erasures of this service's texts (``shared.core.erasure``)."""

from shared.contracts.followup_erasure import CaseTextErased
from shared.core import erasure

ERASURE = erasure.recorded("caseerasure", CaseTextErased)
