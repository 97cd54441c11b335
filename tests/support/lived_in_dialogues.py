"""The dialogues of a portal that is used (``lived_in``), their speakers and joint statements."""

from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders_dialogue_commands import CloseDialogue, PublishStatement
from tests.support.dialogues import Council
from tests.support.items import ORGANISATION
from tests.support.long_texts import LONG, UNBROKEN
from tests.support.portal import Pages
from tests.support.sessions import OFFICER


def dialogues(portal: Pages, own: str) -> None:
    """One to come, one that begins, one in which somebody speaks, and two that are over."""
    council = Council(portal.engine, portal.vault, told=3_000_000)  # after all that was told
    day, now = timedelta(days=1), portal.clock()
    text = f"{UNBROKEN[:60]} {LONG}"
    long: dict[str, Any] = {"title": f"A dialogue.{LONG}"[:200], "sub_item": UNBROKEN[:60]}
    for number, starts in ((1, now + 20 * day), (5, now), (2, now), (3, now)):
        one = council.scheduled(number, starts=starts, **long)
        given: dict[str, Any] = {"speaker": UNBROKEN[:60], "at": now - 30 * day}
        state = council.asks(one, "KEN", speaks="state_concerned", state="KEN", **given)
        slot = council.asks(one, own, organisation_id=ORGANISATION, **given)
        council.asks(one, "FRA", speaks="state", state="FRA", **given)
        council.lists(one, state, slot)
        council.uploads(one, slot, own, text, at=now - 20 * day)
        if number == 1:
            _joint(council, one, slot, own)
        if number in {2, 3}:
            council.calls(one, state, at=now)
    council.delivers(one, state, at=now)
    council.do(CloseDialogue(dialogue_id=one, called_off=False), OFFICER, at=now)
    closed = council.scheduled(4, starts=now, **long)
    other = council.asks(closed, own, organisation_id=ORGANISATION, **given)
    council.uploads(closed, other, own, text, at=now - 20 * day)
    council.do(CloseDialogue(dialogue_id=closed, called_off=False), OFFICER, at=now)
    published = PublishStatement(dialogue_id=closed, slot_id=other, form="oral")
    council.do(published, OFFICER, at=now)


def _joint(council: Council, one: str, slot: str, own: str) -> None:
    """Let one join the own statement and one wait, and let the own organisation join another."""
    council.joins(one, slot, "org-2", "org-2")
    council.joins(one, slot, "org-3", "org-3", accepted=False)
    theirs = council.asks(one, "org-4", organisation_id="org-4", speaker=UNBROKEN[:60])
    council.joins(one, theirs, own, ORGANISATION)
