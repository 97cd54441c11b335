"""``python -m services.followup`` serves; ``python -m services.followup relay`` relays."""

from services.followup.app import FOLLOWUP_SERVICE
from shared.service import main

main(FOLLOWUP_SERVICE)
