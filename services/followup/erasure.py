"""That a text of this service was erased stays on record (``shared.core.erasure``)."""

from shared.contracts.followup_erasure import CaseTextErased
from shared.core import erasure

ERASURE = erasure.recorded("caseerasure", CaseTextErased)
