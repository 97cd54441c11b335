"""Events of selections, contact points and mandates. Published unchanged (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, SelectionFact

Event = SelectionFact
CATALOGUE = STAKEHOLDERS.catalogue
CATEGORIES = ("vacancy", "recognition", "mandate", "candidateerasure")
