"""``python -m services.stakeholders`` serves; ``python -m services.stakeholders relay`` relays."""

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.hosting.main import main

main(STAKEHOLDERS_SERVICE)
