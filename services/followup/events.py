"""Events of replies and recommendations. All are published unchanged (decision 0002)."""

from shared.contracts.followup import FOLLOWUP, Fact

Event = Fact
CATALOGUE = FOLLOWUP.catalogue
