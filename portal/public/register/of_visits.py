"""What is public of visits beside the tables of the register: everybody who lists it asks here."""

from typing import Final

from sqlalchemy import and_

from portal.followup.inputs.announced import FOR_ALL
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports

REPORTS: Final = reports.c.stage == "published"
TABLES: Final = and_(rounds.c.published.is_not(None), rounds.c.published_at.is_not(None))
"""Of follow-up rounds."""
CALLS: Final = FOR_ALL
"""Calls for input, also those that are over: their pages stay."""
