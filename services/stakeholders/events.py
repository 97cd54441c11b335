"""Facts about a selection. All of them are told as they are (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, Fact

Event = Fact
CATALOGUE = STAKEHOLDERS.catalogue
CATEGORIES = ("vacancy",)
