"""Erasures of this service's texts (``shared.core.erasure``)."""

from shared.contracts.stakeholders_erasure import CandidateErased
from shared.core import erasure

ERASURE = erasure.recorded("candidateerasure", CandidateErased)
