"""An invented country assessment of a demonstration: two entries, and a first version."""

from datetime import timedelta

from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.followup_dossier_commands import Command, IssueDossier, SetDossierEntry
from shared.contracts.followup_dossiers import Entry, Line
from shared.core.geneva import day_of
from shared.core.message import derive_id

_STATE = "MNG"
# As the call for input of the same invented visit names it.
_MISSION = str(derive_id("mission", str(derive_id("demo visit decision", _STATE, "agreed"))))


def tell() -> None:
    today = day_of(now())
    _write("un", 0, "Country team, note of 2026", "A team of nine agencies is there.", shared=True)
    _write("consult", 1, "Officer, by telephone", "Begin with the bar association.", shared=False)
    line = Line(part="visit", kind="mandate", on=today, origin="mandates", says=(TORTURE,))
    _ask(
        IssueDossier(mission_id=_MISSION, mandate=TORTURE, seen=2, audience="team", lines=(line,)),
        "issued",
    )


def _write(part: str, seen: int, origin: str, text: str, *, shared: bool) -> None:
    entry_id = str(derive_id("demo dossier entry", part))
    subject = f"dossier-{entry_id}"
    entry = Entry(
        entry_id=entry_id,
        part=part,
        on=day_of(now()) - timedelta(days=30),
        shared=shared,
        origin=seal(subject, f"{origin} (invented)"),
        text=seal(subject, f"{text} (invented)"),
    )
    command = SetDossierEntry(mission_id=_MISSION, mandate=TORTURE, seen=seen, entry=entry)
    _ask(command, part)


def _ask(command: Command, step: str) -> None:
    case = str(derive_id("mission case", _MISSION))
    ask(command, "officer", case, f"assessment {_STATE}", step)
