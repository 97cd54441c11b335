"""``python -m services.followup`` serves; ``python -m services.followup relay`` relays."""

from services.followup.app import service
from shared.service import main
from shared.settings import Settings

main(service(Settings()))
