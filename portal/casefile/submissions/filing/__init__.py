"""What a source files: the one definition that the form, the API and its description share.

The field groups of procedure.md section 3.2; what is required is in its section 3.1.
"""

from portal.casefile.submissions.filing.kinds import NARRATIVE_LIMIT
from portal.casefile.submissions.filing.people import ConsentAnswers, Incident, Perpetrator, Victim
from portal.casefile.submissions.filing.whole import MOST_VICTIMS, Filing
from portal.casefile.submissions.filing.wrong import MISSING, Wrong, wrong

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
