"""Facts about a selection, and about contact points. All are told as they are (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, SelectionFact

Event = SelectionFact
CATALOGUE = STAKEHOLDERS.catalogue
CATEGORIES = ("vacancy", "recognition")
