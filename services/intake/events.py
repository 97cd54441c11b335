"""Events of submissions and of those who file them. All are published unchanged (decision 0002)."""

from shared.contracts.intake import INTAKE, Fact

Event = Fact
CATALOGUE = INTAKE.catalogue
