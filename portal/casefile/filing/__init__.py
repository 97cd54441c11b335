"""The content of a submission: the one definition that the form, the API and its description share.

The field groups are in procedure.md section 3.2; required fields are in its section 3.1.
"""

from portal.casefile.filing.kinds import NARRATIVE_LIMIT
from portal.casefile.filing.people import ConsentAnswers, Incident, Perpetrator, Victim
from portal.casefile.filing.whole import MOST_VICTIMS, Filing
from portal.casefile.filing.wrong import MISSING, Wrong, wrong

__all__ = [
    "MISSING",
    "MOST_VICTIMS",
    "NARRATIVE_LIMIT",
    "ConsentAnswers",
    "Filing",
    "Incident",
    "Perpetrator",
    "Victim",
    "Wrong",
    "wrong",
]
