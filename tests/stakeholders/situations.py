"""Given facts and people of the watch-list, shared by its tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from shared.contracts.stakeholders_situation_commands import (
    ChangeSituationLevel,
    CloseSituation,
    DeclineSituation,
    InviteSituationGuest,
    KeepSituationFromDesk,
    NoteGovernmentAction,
    OpenSituation,
    ProposeSituation,
    ReopenSituation,
    ReviewSituation,
    TakeBackGovernmentAction,
    WithdrawSituationGuest,
)
from shared.contracts.stakeholders_situations import (
    GovernmentActionNoted,
    GovernmentActionTakenBack,
    SituationClosed,
    SituationDeclined,
    SituationGuestInvited,
    SituationGuestWithdrawn,
    SituationKeptFromDesk,
    SituationLevelChanged,
    SituationOpened,
    SituationProposed,
    SituationReopened,
    SituationReviewed,
)
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders import alerts
from tests.stakeholders.alerts import ELECTED, KENYAN, MEMBER, OF_IRAN, STATE

DESK, TODAY = alerts.DESK, alerts.TODAY
CHAIR: Final = MEMBER
"""On record as of the mandate on torture, and of the nationality FRA."""
THEMES = ("sr-housing", "wgad")
SITUATION_ID = str(derive_id("situation of a test", 1))
ACTION_ID = str(derive_id("action of a test", 1))
DAY = timedelta(days=1)
LATEST = TODAY + 90 * DAY
WHY = Sealed(f"situation-{SITUATION_ID}", "why")
SOURCE = "A/HRC/60/62"
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-housing"}),
)
PROPOSE = ProposeSituation(
    situation_id=SITUATION_ID,
    state=STATE,
    mandates=THEMES,
    codes=("cerd-b", "common"),
    level="watch",
    reprisals=False,
    reason=WHY,
    alert_id=None,
)
PROPOSED = SituationProposed(
    situation_id=SITUATION_ID,
    state=STATE,
    mandates=THEMES,
    codes=("cerd-b", "common"),
    level="watch",
    reprisals=False,
    reason=WHY,
    alert_id=None,
    proposed_by="desk-1",
    proposed_at=AT,
)


def of(kind: type, step: int, **also: Any) -> Any:
    return kind(situation_id=SITUATION_ID, step=step, **also)


OPEN = of(OpenSituation, 1, review_on=LATEST)
DECLINE = of(DeclineSituation, 1, code="later")
REVIEW = of(ReviewSituation, 2, note=WHY, review_on=LATEST)
LEVEL = of(ChangeSituationLevel, 3, level="urgent", reason=WHY)
CLOSE = of(CloseSituation, 4, code="improved", reason=WHY)
REOPEN = of(ReopenSituation, 5, reason=WHY, review_on=LATEST)
KEEP = of(KeepSituationFromDesk, 2)
NOTE = NoteGovernmentAction(
    situation_id=SITUATION_ID,
    action_id=ACTION_ID,
    kind="inquiry",
    acted_on=TODAY,
    source=SOURCE,
)
INVITE = InviteSituationGuest(situation_id=SITUATION_ID, guest_id="partner-1")
WITHDRAW = WithdrawSituationGuest(situation_id=SITUATION_ID, guest_id="partner-1")
UNNOTE = TakeBackGovernmentAction(situation_id=SITUATION_ID, action_id=ACTION_ID)

OPENED = SituationOpened(
    situation_id=SITUATION_ID, review_on=LATEST, opened_by="holder-1", opened_at=AT
)
DECLINED = SituationDeclined(
    situation_id=SITUATION_ID, code="later", declined_by="holder-1", declined_at=AT
)
REVIEWED = SituationReviewed(
    situation_id=SITUATION_ID,
    number=1,
    note=WHY,
    review_on=LATEST,
    reviewed_by="holder-1",
    reviewed_at=AT,
)
LEVELLED = SituationLevelChanged(
    situation_id=SITUATION_ID,
    before="watch",
    level="urgent",
    reason=WHY,
    changed_by="holder-1",
    changed_at=AT,
)
CLOSED = SituationClosed(
    situation_id=SITUATION_ID, code="improved", reason=WHY, closed_by="holder-1", closed_at=AT
)
REOPENED = SituationReopened(
    situation_id=SITUATION_ID, reason=WHY, review_on=LATEST, reopened_by="holder-1", reopened_at=AT
)
KEPT = SituationKeptFromDesk(situation_id=SITUATION_ID, kept_by="holder-1", kept_at=AT)
NOTED = GovernmentActionNoted(
    situation_id=SITUATION_ID,
    action_id=ACTION_ID,
    kind="inquiry",
    acted_on=TODAY,
    source=SOURCE,
    noted_by="officer-1",
    noted_at=AT,
)
UNNOTED = GovernmentActionTakenBack(
    situation_id=SITUATION_ID,
    action_id=ACTION_ID,
    taken_back_by="officer-1",
    taken_back_at=AT,
)
INVITED = SituationGuestInvited(
    situation_id=SITUATION_ID, guest_id="partner-1", invited_by="holder-1", invited_at=AT
)
WITHDRAWN = SituationGuestWithdrawn(
    situation_id=SITUATION_ID, guest_id="partner-1", withdrawn_by="holder-1", withdrawn_at=AT
)
CHAIR_ELECTED = ELECTED
"""The members by seniority: holder-1 (the chair), holder-2 (of Kenya), holder-3 (on Iran)."""
SECOND, THIRD = KENYAN, OF_IRAN
OTHER_DESK = replace(DESK, states=frozenset({"UGA"}))

EVERY: list[tuple[Any, Actor]] = [
    (PROPOSE, DESK),
    (OPEN, CHAIR),
    (REVIEW, CHAIR),
    (LEVEL, CHAIR),
    (NOTE, OFFICER),
    (UNNOTE, OFFICER),
    (INVITE, CHAIR),
    (WITHDRAW, CHAIR),
    (CLOSE, CHAIR),
    (REOPEN, CHAIR),
    (replace(KEEP, step=6), CHAIR),
]
"""Commands that follow one another, each with who asks."""
