"""A question to the Committee in the tests, with its people, and each of its commands."""

from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders_committee_advice import (
    CommitteeAdviceDeclined,
    CommitteeAdviceGiven,
    CommitteeAdviceRequested,
    CommitteeAdviceWithdrawn,
    CommitteeDissentRecorded,
    CommitteeDissentTakenBack,
)
from shared.contracts.stakeholders_committee_advice_commands import (
    DeclineCommitteeAdvice,
    GiveCommitteeAdvice,
    RecordCommitteeDissent,
    RequestCommitteeAdvice,
    TakeBackCommitteeDissent,
    WithdrawCommitteeAdviceRequest,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.meetings import CHAIR, MEMBER

ID = str(derive_id("question to the Committee", 1))
CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))


def sealed(of: str) -> Sealed:
    return Sealed(f"committeeadvice-{ID}", of)


ASK = RequestCommitteeAdvice(request_id=ID, question=sealed("cXVlc3Rpb24"))
GIVE = GiveCommitteeAdvice(request_id=ID, version=0, advice=sealed("YWR2aWNl"))
DECLINE = DeclineCommitteeAdvice(request_id=ID, reason=sealed("cmVhc29u"))
DISSENT = RecordCommitteeDissent(request_id=ID, version=1, dissent=sealed("ZGlzc2VudA"))
SHARE = TakeBackCommitteeDissent(request_id=ID)
WITHDRAW = WithdrawCommitteeAdviceRequest(request_id=ID)

ASKED = CommitteeAdviceRequested(
    request_id=ID,
    question=ASK.question,
    due_on=day_of(AT) + timedelta(days=30),
    asked_by="chief",
    asked_at=AT,
)
GIVEN = CommitteeAdviceGiven(
    request_id=ID,
    version=1,
    corrects=False,
    advice=GIVE.advice,
    given_by="holder-b",
    given_at=AT,
)
DECLINED = CommitteeAdviceDeclined(
    request_id=ID, version=1, reason=DECLINE.reason, declined_by="holder-b", declined_at=AT
)
DISSENTED = CommitteeDissentRecorded(
    request_id=ID, version=1, dissent=DISSENT.dissent, member_id="holder-a", recorded_at=AT
)
SHARED = CommitteeDissentTakenBack(request_id=ID, member_id="holder-a", taken_back_at=AT)
WITHDRAWN = CommitteeAdviceWithdrawn(request_id=ID, withdrawn_by="chief", withdrawn_at=AT)

EVERY: tuple[tuple[Any, Actor], ...] = (
    (ASK, CHIEF),
    (DECLINE, CHAIR),
    (GIVE, CHAIR),
    (DISSENT, MEMBER),
    (SHARE, MEMBER),
    (WITHDRAW, CHIEF),
)
FACTS = (ASKED, GIVEN, DECLINED, DISSENTED, SHARED, WITHDRAWN)
