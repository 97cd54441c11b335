"""The invented agenda of a demonstration: a session of the Council, and an expert meeting."""

from datetime import timedelta

from portal.web.context import now, today
from portal.web.demonstration.asking import TORTURE, ask
from shared.contracts.stakeholders_agenda import AgendaDetails, NoteAgendaEvent
from shared.core.message import derive_id


def tell() -> None:
    day = timedelta(days=1)
    session = AgendaDetails(
        kind="session",
        number=999,
        title="",
        language="en",
        mandates=(),
        first=today() + 60 * day,
        last=today() + 88 * day,
        place="Geneva",
        source="A/HRC/999/1",
    )
    meeting = AgendaDetails(
        kind="meeting",
        number=None,
        title="Expert meeting on places of detention (invented)",
        language="en",
        mandates=(TORTURE,),
        first=today() - 12 * day,
        last=today() - 11 * day,
        place="Geneva",
        source="https://example.org/expert-meeting",
    )
    for name, details in (("session", session), ("meeting", meeting)):
        event_id = str(derive_id("demo agenda", name))
        command = NoteAgendaEvent(event_id=event_id, seen=0, details=details)
        case = str(derive_id("agenda case", event_id))
        ask(command, "chief", case, f"agenda {name}", at=now() - 20 * day)
