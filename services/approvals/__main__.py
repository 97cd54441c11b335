"""``python -m services.approvals`` serves; ``python -m services.approvals relay`` relays."""

from services.approvals.app import service
from shared.hosting.main import main
from shared.platform.settings import Settings

main(service(Settings()))
