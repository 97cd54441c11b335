"""Events of stakeholders. All are published unchanged (decision 0002)."""

from shared.contracts.stakeholders import STAKEHOLDERS, SelectionFact

Event = SelectionFact
CATALOGUE = STAKEHOLDERS.catalogue
