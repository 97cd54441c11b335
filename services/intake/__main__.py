"""``python -m services.intake`` serves; ``python -m services.intake relay`` relays."""

from services.intake.app import INTAKE_SERVICE
from shared.hosting.main import main

main(INTAKE_SERVICE)
