"""The invented dialogue of a demonstration: with partners of a visit, and with the State."""

from typing import Final

from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.followup_visit_thread_commands import (
    Command,
    OpenVisitThread,
    WriteVisitMessage,
)
from shared.contracts.followup_visit_threads import Audience
from shared.core.message import derive_id
from shared.reference.partners import partner_id

# As the call for input of the same invented visit names it.
MISSION_ID: Final = str(
    derive_id("mission", str(derive_id("demo visit decision", "MNG", "agreed")))
)


def tell() -> None:
    rc = partner_id(MISSION_ID, "rc", invented("partner").actor_id)
    thread = _opened("rc", "Courtesy meeting", "May we meet you on the first day?")
    _written(thread, "partner", rc, "Gladly, at nine in our office.")
    thread = _opened("partners", "Laws on detention", "Which laws changed since 2019?")
    _written(thread, "ngo", partner_id(MISSION_ID, "ngo", "demo-ngo"), "Two, we send a list.")
    _opened("state", "Interpreters", "We bring two interpreters with us.")


def _opened(audience: Audience, title: str, text: str) -> str:
    thread_id, message_id = _id("thread", audience), _id("message", audience, "1")
    command = OpenVisitThread(
        thread_id=thread_id,
        mission_id=MISSION_ID,
        mandate=TORTURE,
        audience=audience,
        title=seal(f"visitdialogue-{thread_id}", f"{title} (invented)"),
        message_id=message_id,
        text=seal(f"visitdialogue-{message_id}", f"{text} (invented)"),
    )
    _ask(command, "officer", audience, "opened")
    return thread_id


def _written(thread_id: str, by: str, partner: str, text: str) -> None:
    message_id = _id("message", by, "answer")
    command = WriteVisitMessage(
        thread_id=thread_id,
        mission_id=MISSION_ID,
        mandate=TORTURE,
        message_id=message_id,
        partner_id=partner,
        text=seal(f"visitdialogue-{message_id}", f"{text} (invented)"),
    )
    _ask(command, by, by, "written")


def _id(*parts: str) -> str:
    return str(derive_id("demo thread of a mission", *parts))


def _ask(command: Command, by: str, *step: str) -> None:
    ask(command, by, MISSION_ID, "thread", *step)
