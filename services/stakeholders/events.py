"""Facts about a selection, contact points and mandates. Told as they are (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, SelectionFact

Event = SelectionFact
CATALOGUE = STAKEHOLDERS.catalogue
CATEGORIES = ("vacancy", "recognition", "mandate", "candidateerasure")
