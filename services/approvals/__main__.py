"""``python -m services.approvals`` serves; ``python -m services.approvals relay`` relays."""

from services.approvals.app import service
from shared.service import main
from shared.settings import Settings

main(service(Settings()))
