"""Facts about replies and recommendations. All of them are told as they are (decision 0002)."""

from shared.contracts.followup import FOLLOWUP, Fact

Event = Fact
CATALOGUE = FOLLOWUP.catalogue
CATEGORIES = (
    "replycase",
    "recommendation",
    "publication",
    "replytimes",
    "democlock",
    "caseerasure",
)
