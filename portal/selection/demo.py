"""The invented vacancy of a demonstration."""

from datetime import timedelta

from portal.web.context import now
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command, address
from shared.contracts.stakeholders import Region, Seat
from shared.contracts.stakeholders_selection_commands import (
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    SubmitApplication,
)
from shared.core.message import derive_id


def tell() -> None:
    """A vacancy whose call is open, with its panel and one candidate."""
    vacancy = str(derive_id("demo", "vacancy"))
    seats: list[tuple[str, Region]] = [
        ("chair", "AFR"),
        ("panel.apg", "APG"),
        ("panel.eeg", "EEG"),
        ("panel.grulac", "GRULAC"),
        ("panel.weog", "WEOG"),
    ]
    panel = tuple(
        Seat(member_id=invented(local).actor_id, region=region, chair=local == "chair")
        for local, region in seats
    )
    candidate = str(derive_id("demo", "candidate"))
    application = SubmitApplication(
        vacancy_id=vacancy,
        candidate_id=candidate,
        name=seal(f"candidate-{candidate}", "Karim Demo"),
        motivation=seal(
            f"candidate-{candidate}",
            "Twenty years of teaching and litigating international human-rights law. (Invented.)",
        ),
        nationality="JOR",
        gender="male",
    )
    steps: tuple[tuple[Command, str], ...] = (
        (DeclareVacancy(vacancy_id=vacancy, mandate="sr-water", seat_region=None), "selection"),
        (IssueCall(vacancy_id=vacancy, closes_at=now() + timedelta(days=30)), "selection"),
        (EstablishPanel(vacancy_id=vacancy, seats=panel), "selection"),
        (application, "candidate"),
    )
    for command, by in steps:
        _, name = address(command)
        ask(command, by, vacancy, f"vacancy {name}")
