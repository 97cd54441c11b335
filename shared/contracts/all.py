"""The contracts of every service."""

from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.intake import INTAKE
from shared.contracts.stakeholders import STAKEHOLDERS

CONTRACTS = (INTAKE, APPROVALS, FOLLOWUP, STAKEHOLDERS)
BY_TOPIC = {contract.topic: contract for contract in CONTRACTS}
