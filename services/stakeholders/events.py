"""Events of selections, contact points, mandates and terms. Published unchanged (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, SelectionFact

Event = SelectionFact
CATALOGUE = STAKEHOLDERS.catalogue
