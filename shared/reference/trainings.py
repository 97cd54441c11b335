"""The training event register as data: for whom, how, who came, and who keeps it. Section H.3.

The codes are stored in the facts of stakeholders; the portal says them in the reader's language.
"""

from datetime import date, timedelta
from typing import Final

from shared.core.roles import Role

KINDS: Final = ("workshop", "seminar", "induction", "course")
AUDIENCES: Final = ("unct", "governments", "nhri", "ngo", "holders", "staff", "other")
"""For whom an event is. The first is of one State: a United Nations country team."""
COUNTRY_TEAM: Final = AUDIENCES[0]
MODES: Final = ("place", "online", "both")
ONLINE: Final = "online"
PARTICIPANTS: Final = ("unct", "government", "nhri", "ngo", "academia", "other")
"""The kinds of people who are counted. Nobody of them is named."""
ANSWERS: Final = ("useful", "partly", "not")
"""What people said of it who answered."""
FINDINGS: Final = ("content", "method", "materials", "audience", "organisation", "other")
"""What a finding of the evaluation is about."""
CANCELLED: Final = ("security", "host", "few", "trainers", "other")

WRITERS: Final = frozenset({Role.STAKEHOLDER_OFFICER, Role.QUICK_RESPONSE_DESK})
"""Who keeps the library keeps the register."""
STAFF: Final = WRITERS | {
    Role.HUMAN_RIGHTS_OFFICER,
    Role.CHIEF,
    Role.DESK_OFFICER,
    Role.SELECTION_OFFICER,
    Role.PUBLICATION_OFFICER,
}
"""Who can have a follow-up item, and be a trainer."""
READERS: Final = STAFF | {Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE}

FIRST_DAY: Final = date(2000, 1, 1)
AHEAD: Final = timedelta(days=3 * 365)
LONGEST: Final = timedelta(days=30)
MOST_PEOPLE: Final = 10_000
"""Of one kind, at one event."""
MOST_MODULES: Final = 30
MOST_ITEMS: Final = 50
MOST_FINDINGS: Final = 50
MOST_TRAINERS: Final = 20
MODULES: Final = frozenset({"training", "induction", "guidance", "manual"})
"""The kinds of documents of the library that are offered as modules."""
