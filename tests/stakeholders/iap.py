"""An internal advisory procedure of the tests, with its people, and each of its commands."""

from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders_iap import (
    IapCategorised,
    IapConsidered,
    IapHolderCommented,
    IapHolderInvited,
    IapNotTakenUp,
    IapOutcomeRecorded,
    IapOutcomeTold,
    IapReceived,
    IapWithdrawn,
)
from shared.contracts.stakeholders_iap_commands import (
    CategoriseIap,
    CommentOnIap,
    ConsiderIap,
    InviteHolderToComment,
    RecordIapOutcome,
    RefuseIap,
    RequestIap,
    TellIapOutcome,
    WithdrawIap,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.meetings import CHAIR

ID = str(derive_id("internal advisory procedure", 1))
TODAY = day_of(AT)
KENYA = Actor(actor_id="kenya", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))
HOLDER = Actor(
    actor_id="holder-x", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)


def sealed(of: str) -> Sealed:
    return Sealed(f"iap-{ID}", of)


ASK = RequestIap(iap_id=ID, mandate="wgad", papers=sealed("cGFwZXJz"))
CATEGORISE = CategoriseIap(iap_id=ID, step=1, category="referred")
INVITE = InviteHolderToComment(iap_id=ID, step=2, points=sealed("cG9pbnRz"), holders=("holder-x",))
COMMENT = CommentOnIap(iap_id=ID, invitation=1, comment=sealed("Y29tbWVudA"))
CONSIDER = ConsiderIap(iap_id=ID, step=4)
RECORD = RecordIapOutcome(iap_id=ID, step=5, outcome=sealed("b3V0Y29tZQ"))
TELL = TellIapOutcome(iap_id=ID, step=6, told=sealed("dG9sZA"))
REFUSE = RefuseIap(iap_id=ID, step=1, code="case_content")
WITHDRAW = WithdrawIap(iap_id=ID)

RECEIVED = IapReceived(
    iap_id=ID,
    mandate="wgad",
    state="KEN",
    of_holder=False,
    papers=ASK.papers,
    due_on=TODAY + timedelta(days=60),
    received_from="kenya",
    received_at=AT,
)
CATEGORISED = IapCategorised(
    iap_id=ID, category="referred", categorised_by="holder-b", categorised_at=AT
)
INVITED = IapHolderInvited(
    iap_id=ID,
    mandate="wgad",
    holders=("holder-x",),
    points=INVITE.points,
    comment_by=TODAY + timedelta(days=14),
    invited_by="holder-b",
    invited_at=AT,
)
COMMENTED = IapHolderCommented(
    iap_id=ID, comment=COMMENT.comment, commented_by="holder-x", commented_at=AT
)
CONSIDERED = IapConsidered(iap_id=ID, considered_by="holder-b", considered_at=AT)
RECORDED = IapOutcomeRecorded(
    iap_id=ID, outcome=RECORD.outcome, recorded_by="holder-b", recorded_at=AT
)
TOLD = IapOutcomeTold(
    iap_id=ID, told=TELL.told, told_to=("requester", "holder"), told_by="holder-b", told_at=AT
)
NOT_TAKEN_UP = IapNotTakenUp(iap_id=ID, code="case_content", refused_by="holder-b", refused_at=AT)
WITHDRAWN = IapWithdrawn(iap_id=ID, withdrawn_by="kenya", withdrawn_at=AT)

EVERY: tuple[tuple[Any, Actor], ...] = (
    (ASK, KENYA),
    (CATEGORISE, CHAIR),
    (INVITE, CHAIR),
    (COMMENT, HOLDER),
    (CONSIDER, CHAIR),
    (RECORD, CHAIR),
    (TELL, CHAIR),
    (REFUSE, CHAIR),
    (WITHDRAW, KENYA),
)
FACTS = (
    *(RECEIVED, CATEGORISED, INVITED, COMMENTED, CONSIDERED, RECORDED, TOLD),
    *(NOT_TAKEN_UP, WITHDRAWN),
)
