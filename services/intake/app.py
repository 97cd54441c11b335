"""Composition root of the intake service."""

from services.intake import admissibility, contact_point, events, policies
from services.intake.published import published
from services.intake.submission import commands
from services.intake.submission.decide import SUBMISSION
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE
from shared.contracts.intake_commands import INTAKE_COMMANDS
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Service, ruled

INTAKE_SERVICE = Service(
    name="intake",
    catalogue=events.CATALOGUE,
    contract=INTAKE,
    published=published,
    commands=INTAKE_COMMANDS.types,
    deciders=[
        *ruled(SUBMISSION, commands.Command),
        *ruled(admissibility.POINTS, admissibility.NotePoints),
        *ruled(contact_point.CONTACT_POINT, contact_point.Command),
    ],
    listens=[APPROVALS, STAKEHOLDERS],
    react=policies.react,
)
