"""Sessions and consultations of the portal that everybody has used for a while."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders_consultation_commands import CancelConsultation
from shared.contracts.stakeholders_session_commands import (
    AppealRefusal,
    RefuseSessionRegistration,
)
from shared.core.roles import Role
from tests.support.consultations import Forum
from tests.support.lived_in_selection import id_of
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor
from tests.support.sessions import OFFICER, Hall, holder


def sessions(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """One with a waiting list, an offer and an appeal, and one that is over."""
    hall = Hall(portal.engine, portal.vault, told=2_000_000)  # after all that was told
    now = portal.clock()
    long: dict[str, Any] = {
        "title": f"A session.{LONG}"[:200],
        "accessibility": LONG,
        "input_call": LONG,
    }
    coming = hall.opened(1, begins=now + timedelta(days=20), at=now, room=1, **long)
    own = [
        visitor.account.account_id
        for role in (Role.NGO_MEMBER, Role.CONTACT_POINT)
        if (visitor := visitors[role]).account is not None
    ]
    seated = hall.asks(coming, "somebody", at=now, name=UNBROKEN[:60])
    for holder_id, category in zip(own, ("ngo", "nhri"), strict=True):
        given: dict[str, Any] = {"category": category, "needs": LONG, "companion": UNBROKEN[:60]}
        hall.asks(coming, holder_id, at=now, name=f"Own{LONG}"[:100], **given)
    hall.do(
        RefuseSessionRegistration(session_id=coming, registration_id=seated, code="safety"),
        OFFICER,
        at=now,
    )
    reason = portal.vault.seal(f"seat-{seated}", LONG)
    appeal = AppealRefusal(session_id=coming, registration_id=seated, reason=reason)
    hall.do(appeal, holder("somebody"), at=now)
    barred = hall.opened(3, begins=now + timedelta(days=30), at=now, **long)
    refused = hall.asks(barred, own[0], at=now, name=UNBROKEN[:60])
    hall.do(
        RefuseSessionRegistration(session_id=barred, registration_id=refused, code="safety"),
        OFFICER,
        at=now,
    )
    past = hall.opened(2, begins=now - timedelta(days=9), at=now - timedelta(days=60), **long)
    hall.asks(past, own[0], at=now - timedelta(days=50), name=UNBROKEN[:60])
    for session_id in (coming, past):
        hall.paper(session_id, f"A paper.{LONG}"[:200], "public", at=now)
        hall.paper(session_id, f"{UNBROKEN[:60]} {ARABIC}"[:200], "registered", at=now)


def consultations(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """One that is open with a draft, one to answer, one with its outcome, and one cancelled."""
    forum = Forum(portal.engine, portal.vault, told=2_500_000)  # after all that was told
    day, now = timedelta(days=1), portal.clock()
    long: dict[str, Any] = {"title": f"Asked.{LONG}"[:200], "question": LONG}
    own, text = id_of(visitors[Role.NGO_MEMBER]), f"{UNBROKEN[:60]} {LONG}"
    open_ = forum.called(1, opens=now - day, closes=now + 20 * day, **long)
    drafted = {"text": ARABIC, "language": "ar", "consent": "named", "next": "keep"}
    visitors[Role.NGO_MEMBER].post(f"/my-proposals/write/{open_}", drafted)
    visitors[Role.NGO_MEMBER].get("/my-proposals")  # reads that it is kept
    for number in (2, 3):
        one = forum.called(number, opens=now - 9 * day, closes=now - day, **long)
        these = [
            forum.proposes(one, author, text, consent="anonymous", at=now - 3 * day)
            for author in (own, "somebody")
        ]
        forum.grouped(one, *these, title=f"A group.{LONG}"[:200])
        if number == 3:
            forum.answered(one, *these, text=LONG)
    forum.published(one, LONG)
    cancelled = forum.called(4, opens=now - day, closes=now + day, **long)
    forum.do(CancelConsultation(consultation_id=cancelled, code="safety"), OFFICER, at=now)
