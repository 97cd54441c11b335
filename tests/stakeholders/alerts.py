"""Given facts and people of early warning, shared by its tests."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from services.stakeholders.alerts.looking import LOOKER
from shared.contracts.stakeholders_alert_commands import (
    AcknowledgeAlert,
    AdoptAlertRule,
    CloseAlert,
    DecideAlert,
    LookAtState,
    PinReference,
    SuspendAlertRule,
    TakeBackAlertStep,
)
from shared.contracts.stakeholders_alerts import (
    AlertAcknowledged,
    AlertClosed,
    AlertDismissed,
    AlertRaised,
    AlertReferred,
    AlertRose,
    AlertRuleAdopted,
    AlertRuleSuspended,
    AlertStepTakenBack,
    AlertWatched,
    BackTest,
    Measured,
    ReferencePinned,
)
from shared.contracts.stakeholders_committee import CommitteeElected, Member
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT

TODAY: Final = day_of(AT)
ON: Final = TODAY - timedelta(days=1)
STATE: Final = "KEN"
MEMBER = Actor(actor_id="holder-1", roles=frozenset({Role.COORDINATION_COMMITTEE}))
KENYAN = replace(MEMBER, actor_id="holder-2")
OF_IRAN = replace(MEMBER, actor_id="holder-3", mandates=frozenset({"sr-iran"}))
STRANGER = replace(MEMBER, actor_id="holder-9")
DESK = Actor(
    actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({STATE, "UGA"})
)


def seat(number: int, mandate: str, *nationalities: str) -> Member:
    return Member(
        term_id=f"t-{number}",
        mandate=mandate,
        holder_id=f"holder-{number}",
        nationalities=nationalities,
    )


ELECTED = CommitteeElected(
    election_id="e-1",
    kind="annual",
    elected_on=date(2025, 6, 12),
    members=(
        seat(1, "sr-torture", "FRA"),
        seat(2, "sr-food", "CHE", STATE),
        seat(3, "sr-iran", "SWE"),
    ),
    outgoing_chair=None,
    chair="t-1",
    corrects=None,
    recorded_by="chief",
    recorded_at=AT,
)
TESTED = BackTest(weeks=52, raised=2, false=4.5, share=0.75, delay=1)
REASON = Sealed("alertrule-submissions", "why")
ADOPT = AdoptAlertRule(
    rule="submissions",
    version=1,
    floor=4,
    least="alert",
    quiet=28,
    reason=REASON,
    tested=TESTED,
)
ADOPTED = AlertRuleAdopted(
    rule="submissions",
    version=1,
    floor=4,
    least="alert",
    quiet=28,
    reason=REASON,
    tested=TESTED,
    adopted_by="holder-1",
    adopted_at=AT,
)
SUSPEND = SuspendAlertRule(rule="submissions", version=1)
SUSPENDED = AlertRuleSuspended(
    rule="submissions", version=1, suspended_by="holder-1", suspended_at=AT
)
MEASURED = Measured(
    window=6,
    urgent=0,
    open_window=6,
    open_urgent=0,
    usual=0.5,
    dispersion=1.2,
    open_usual=0.5,
    open_dispersion=1.2,
)
LOOK = LookAtState(rule="submissions", version=1, state=STATE, on=ON, measured=MEASURED)
ALERT_ID = str(derive_id("alert", "submissions", STATE, ON, 0))
RAISED = AlertRaised(
    alert_id=ALERT_ID,
    rule="submissions",
    version=1,
    state=STATE,
    on=ON,
    level="alert",
    usual=0,
    now=4,
    open_level="alert",
    open_now=4,
    doubtful=False,
    raised_at=AT,
)
ROSE = AlertRose(
    alert_id=ALERT_ID,
    rule="submissions",
    version=1,
    state=STATE,
    on=ON,
    level="alert",
    usual=0,
    now=10,
    open_level="alert",
    open_now=10,
    rose_at=AT,
)


def of(kind: type, stage: Any, **also: Any) -> Any:
    given = {"stage": stage, "level": "alert", "now": 4, **also}
    return kind(rule="submissions", state=STATE, alert_id=ALERT_ID, **given)


TAKE = of(AcknowledgeAlert, "raised")
REFER = of(DecideAlert, "acknowledged", outcome="referred", code="desk")
WATCH = of(DecideAlert, "acknowledged", outcome="watched", code=None)
DISMISS = of(DecideAlert, "acknowledged", outcome="dismissed", code="campaign")
CLOSE = of(CloseAlert, "dismissed")
BACK = of(TakeBackAlertStep, "closed")
TAKEN = AlertAcknowledged(alert_id=ALERT_ID, acknowledged_by="holder-1", acknowledged_at=AT)
REFERRED = AlertReferred(alert_id=ALERT_ID, to="desk", referred_by="holder-1", referred_at=AT)
WATCHED = AlertWatched(alert_id=ALERT_ID, watched_by="holder-1", watched_at=AT)
DISMISSED = AlertDismissed(
    alert_id=ALERT_ID, reason_code="campaign", dismissed_by="holder-1", dismissed_at=AT
)
CLOSED = AlertClosed(alert_id=ALERT_ID, closed_by="holder-1", closed_at=AT)
PIN = PinReference(
    rule="submissions",
    state=STATE,
    before=None,
    until=date(2024, 12, 31),
    reason_code="crisis",
)
PINNED = ReferencePinned(
    rule="submissions",
    state=STATE,
    until=date(2024, 12, 31),
    reason_code="crisis",
    pinned_by="holder-1",
    pinned_at=AT,
)


def taken_back(stage: Any, code: str | None = None) -> AlertStepTakenBack:
    return AlertStepTakenBack(
        alert_id=ALERT_ID, stage=stage, code=code, taken_back_by="holder-1", taken_back_at=AT
    )


EVERY: list[tuple[Any, Actor]] = [
    (ADOPT, MEMBER),
    (LOOK, LOOKER),
    (TAKE, MEMBER),
    (DISMISS, MEMBER),
    (CLOSE, MEMBER),
    (BACK, MEMBER),
    (PIN, MEMBER),
    (SUSPEND, MEMBER),
]
"""Commands that follow one another, each with who asks."""
