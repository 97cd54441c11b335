"""Facts about submissions and who files them. All are told as they are (decision 0002)."""

from shared.contracts.intake import INTAKE, Fact

Event = Fact
CATALOGUE = INTAKE.catalogue
CATEGORIES = ("submission", "contactpoint", "admissibility")
