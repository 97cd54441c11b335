"""The invented contacts of a demonstration: one of the office, and one of a mandate."""

from datetime import timedelta

from portal.web.context import now, today
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.stakeholders_contacts import Channel
from shared.contracts.stakeholders_state_contacts import LogStateContact
from shared.core.message import derive_id


def tell() -> None:
    _logged("desk", "meeting", None, "Answers that are awaited (invented)", days=9)
    _logged("officer", "call", TORTURE, "Days of a visit (invented)", days=3)


def _logged(by: str, channel: Channel, mandate: str | None, about: str, *, days: int) -> None:
    entry_id = str(derive_id("demo contact with a State", by))
    subject = f"statecontact-{entry_id}"
    command = LogStateContact(
        entry_id=entry_id,
        state="KEN",
        mandate=mandate,
        channel=channel,
        on=today() - timedelta(days=days),
        people=seal(subject, "The desk, and the first secretary of the mission (invented)"),
        about=seal(subject, about),
        agreed=seal(subject, "The mission asks its capital and calls again. (invented)"),
        corrects=None,
    )
    case = str(derive_id("contacts with a State", "KEN"))
    ask(command, by, case, f"contact with a State {by}", at=now() - timedelta(days=days))
