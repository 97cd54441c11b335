"""The invented partners of a demonstration: of the visit that asks for input, in preparation."""

from datetime import date, timedelta
from typing import Any, Final

from portal.followup.inputs.demo import MISSION_ID
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.followup_mission_commands import SetProgrammeItem
from shared.contracts.followup_missions import ProgrammeItem
from shared.contracts.followup_partner_commands import (
    AcceptPartnerUndertaking,
    AdmitPartner,
    Command,
    ProposePartner,
    SetPartnerTask,
)
from shared.contracts.followup_partners import Kind
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.partners import PARTS, partner_id

_TASKS: Final = {
    "rc": "Arrange the courtesy meeting, and rooms for the press. (invented)",
    "ngo": "Say which laws on detention changed since 2019. (invented)",
}


def tell() -> None:
    _meeting()
    _admitted("rc", invented("partner").actor_id, "partner")
    _admitted("ngo", "demo-ngo", "ngo")
    _proposed("nhri", "demo-nhri")


def _meeting() -> None:
    item_id = str(derive_id("demo programme item", "ministry"))
    item = ProgrammeItem(
        item_id=item_id,
        day=_ahead(80),
        begins="09:30",
        kind="government",
        state="confirmed",
        ends="10:30",
        place=seal(f"mission-{item_id}", "Government Palace (invented)"),
        text=seal(f"mission-{item_id}", "Ministry of Justice, with the prison service (invented)"),
    )
    command = SetProgrammeItem(mission_id=MISSION_ID, mandate=TORTURE, seen=1, item=item)
    ask(command, "officer", MISSION_ID, "programme", "ministry")


def _admitted(kind: Kind, who: str, local: str) -> None:
    one = _proposed(kind, who)
    of: dict[str, Any] = {"partner_id": one, "mission_id": MISSION_ID, "mandate": TORTURE}
    task_id = str(derive_id("demo task of a partner", kind))
    task = SetPartnerTask(
        **of,
        task_id=task_id,
        part="preparation",
        due=_ahead(30),
        title=seal(f"mission-{task_id}", _TASKS[kind]),
    )
    _ask(AdmitPartner(**of, seen=1), "holder", kind, "admitted")
    _ask(AcceptPartnerUndertaking(**of), local, kind, "undertaken")
    _ask(task, "officer", kind, "task")


def _proposed(kind: Kind, who: str) -> str:
    one = partner_id(MISSION_ID, kind, who)
    proposal = ProposePartner(
        partner_id=one,
        mission_id=MISSION_ID,
        mandate=TORTURE,
        kind=kind,
        who=who,
        scope=tuple(PARTS),
        first=_ahead(0),
        until=_ahead(200),
    )
    _ask(proposal, "officer", kind, "proposed")
    return one


def _ahead(days: int) -> date:
    return day_of(now()) + timedelta(days=days)


def _ask(command: Command, by: str, *step: str) -> None:
    ask(command, by, MISSION_ID, "partner", *step)
