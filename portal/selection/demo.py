"""The invented vacancy of a demonstration, a candidate with a letter, and one on the roster."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.casefile.attachments.taking import Refused, take
from portal.selection import application_drafts
from portal.selection.read_model import candidates
from portal.selection.roster import entries
from portal.selection.roster.entries import Details
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration import asking
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command, address
from shared.contracts.stakeholders import Region, Seat
from shared.contracts.stakeholders_dissemination import CallAudience
from shared.contracts.stakeholders_dissemination_commands import DisseminateCall
from shared.contracts.stakeholders_letters import ReferenceLetter
from shared.contracts.stakeholders_roster_commands import JoinRoster
from shared.contracts.stakeholders_selection_commands import (
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    SubmitApplication,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Forgotten
from shared.reference.calls import cycle_end


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
    last = cycle_end(day_of(now() + timedelta(days=150)))
    panel = tuple(
        Seat(
            member_id=invented(local).actor_id,
            region=region,
            chair=local == "chair",
            ends_on=last,
        )
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
        letters=(letters := _letters(candidate)),
    )
    everybody = CallAudience(whom="register", kinds=(), regions=(), languages=())
    steps: tuple[tuple[Command, str], ...] = (
        (DeclareVacancy(vacancy_id=vacancy, mandate="sr-water", seat_region=None), "selection"),
        (IssueCall(vacancy_id=vacancy, closes_at=now() + timedelta(days=45)), "selection"),
        (EstablishPanel(vacancy_id=vacancy, seats=panel), "selection"),
        (application, "candidate"),
        (DisseminateCall(vacancy_id=vacancy, audience=everybody, count=3), "selection"),
    )
    for command, by in steps:
        _, name = address(command)
        ask(command, by, vacancy, f"vacancy {name}")
    application_drafts.hand_over(letter.object_name for letter in letters)
    on_the_roster()


def _letters(candidate_id: str) -> tuple[ReferenceLetter, ...]:
    """Keep a letter with the application, unless it is there or no file can be kept."""
    with engine().connect() as conn:
        this = select(candidates.c.candidate_id).where(candidates.c.candidate_id == candidate_id)
        if conn.scalar(this):
            return ()
    text = b"I have known the candidate for ten years, as a colleague in court. (Invented.)"
    file = FileStorage(BytesIO(text), filename="Letter of a colleague.txt")
    try:
        kept = take(file, subject=f"candidate-{candidate_id}")
    except Refused:
        return ()
    return (
        ReferenceLetter(
            letter_id=str(derive_id("demo", "reference letter")),
            object_name=kept.object_name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            scanned=kept.scanned,
            details=kept.details,
        ),
    )


def on_the_roster() -> None:
    """The candidate of the demonstration is on the roster, and stays off it after leaving."""
    who = invented("candidate")
    entry_id = entries.nth(asking, who.actor_id, 0)
    details = Details(
        account=who.actor_id,
        name="Karim Demo",
        gender="male",
        nationality="JOR",
        others=(),
        languages=("ar", "en"),
        fields=("sr-water", "sr-torture"),
        contact="12 Invented Street, Amman. (Invented.)",
    )
    try:
        sealed = seal(entries.subject_of(entry_id), entries.written(details))
    except Forgotten:
        return
    ask(
        JoinRoster(entry_id=entry_id, details=sealed),
        Actor(actor_id=entry_id, roles=frozenset({Role.CANDIDATE})),
        str(derive_id("roster case", entry_id)),
        "roster",
    )
