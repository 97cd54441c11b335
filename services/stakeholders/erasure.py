"""That a text of this service was erased stays on record (``shared.core.erasure``)."""

from shared.contracts.stakeholders_erasure import CandidateErased
from shared.core import erasure

ERASURE = erasure.recorded("candidateerasure", CandidateErased)
