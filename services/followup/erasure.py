"""That a text of this service was erased stays on record (``shared.core.erasure``)."""

from dataclasses import dataclass

from shared.contracts.followup_erasure import CaseTextErased, What
from shared.core import erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure(erasure.RecordErasure):
    what: What


ERASURE = erasure.recorded("caseerasure", CaseTextErased)
