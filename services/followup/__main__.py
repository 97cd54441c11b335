"""``python -m services.followup`` serves; ``python -m services.followup relay`` relays."""

from services.followup.app import service
from shared.hosting.main import main
from shared.platform.settings import Settings

main(service(Settings()))
