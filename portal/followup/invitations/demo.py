"""The invented standing invitations of a demonstration."""

from datetime import date, timedelta
from typing import Final, TypedDict

from portal.web.context import today
from portal.web.demonstration.asking import ask
from shared.contracts.followup_invitation_commands import (
    Command,
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    WithdrawStandingInvitation,
)
from shared.core.message import derive_id

STATES: Final = {"CHE": 8_000, "FRA": 7_000, "KEN": 3_000, "NPL": 5_000}
"""And how many days ago each extended an invitation."""
_SOURCE: Final = "https://www.example.org/invented"


def tell() -> None:
    for state, ago in STATES.items():
        _ask(ExtendStandingInvitation(**_entry(state, 0, ago)), state)
    limited = LimitStandingInvitation(**_entry("KEN", 1, 900), mandates=("sr-water", "sr-food"))
    _ask(limited, "KEN")
    _ask(WithdrawStandingInvitation(**_entry("NPL", 1, 1_500)), "NPL")
    pledge = RecordCouncilPledge(**_entry("NPL", 2, 400), pledge="extend")
    _ask(pledge, "NPL")


class _Entry(TypedDict):
    state: str
    seen: int
    entry_id: str
    dated_on: date
    source: str


def _entry(state: str, seen: int, ago: int) -> _Entry:
    return _Entry(
        state=state,
        seen=seen,
        entry_id=str(derive_id("demo invitation entry", state, seen)),
        dated_on=today() - timedelta(days=ago),
        source=_SOURCE,
    )


def _ask(command: Command, state: str) -> None:
    case = str(derive_id("standing invitation", state))
    ask(command, "qrd", case, f"invitation {state}", str(command.seen))
