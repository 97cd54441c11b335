"""``python -m services.approvals`` serves; ``python -m services.approvals relay`` relays."""

from services.approvals.app import APPROVALS_SERVICE
from shared.service import main

main(APPROVALS_SERVICE)
