"""The invented early warning of a demonstration: two rules, and alerts in three stages."""

from datetime import timedelta
from typing import Final

from portal.committee.warning.looking import LOOKER, case_of, last_look
from portal.committee.warning.rules import subject_of
from portal.committee.warning.synthetic import kept
from portal.committee.warning.testing import WEEKS
from portal.web.context import now
from portal.web.demonstration.asking import ask, seal
from shared.contracts.stakeholders_alert_commands import (
    AcknowledgeAlert,
    AdoptAlertRule,
    DecideAlert,
    LookAtState,
)
from shared.contracts.stakeholders_alerts import BackTest, Measured, Series
from shared.core.message import derive_id
from shared.reference.early_warning import FIRST

_COMMITTEE = "committee"
_RULES: Final[tuple[Series, ...]] = ("urgent", "submissions")


def tell() -> None:
    for rule in _RULES:
        found = kept()[rule, FIRST]
        adopt = AdoptAlertRule(
            rule=rule,
            version=1,
            floor=FIRST.floor,
            least=FIRST.least,
            quiet=FIRST.quiet,
            reason=seal(subject_of(rule), "What section D proposes. (invented)"),
            tested=BackTest(
                weeks=WEEKS, raised=0, false=found.false, share=found.share, delay=found.delay
            ),
        )
        ask(adopt, _COMMITTEE, str(derive_id("alert rule", rule)), "alert rule", rule)
    _raised("urgent", "KEN", 7, days=1)
    taken = _raised("submissions", "NPL", 12, days=1)
    watched = _raised("submissions", "FRA", 24, days=1)
    _taken("submissions", "NPL", taken, now=10)
    _taken("submissions", "FRA", watched, now=20)
    watch = DecideAlert(
        rule="submissions",
        state="FRA",
        alert_id=watched,
        stage="acknowledged",
        level="alert",
        now=20,
        outcome="watched",
        code=None,
    )
    ask(watch, _COMMITTEE, str(case_of("submissions", "FRA")), "alert watched")


def _raised(rule: Series, state: str, number: int, *, days: int) -> str:
    """Let the platform look at an invented number; return the alert."""
    at = now() - timedelta(days=days)
    on = last_look(rule, at)
    one = Measured(
        window=number,
        urgent=number if rule == "urgent" else 0,
        open_window=number,
        open_urgent=number if rule == "urgent" else 0,
        usual=0.6,
        dispersion=1.3,
        open_usual=0.6,
        open_dispersion=1.3,
    )
    look = LookAtState(rule=rule, version=1, state=state, on=on, measured=one)
    ask(look, LOOKER, str(case_of(rule, state)), "alert look", rule, state)
    return str(derive_id("alert", rule, state, on, 0))


def _taken(rule: Series, state: str, alert_id: str, *, now: int) -> None:
    take = AcknowledgeAlert(
        rule=rule, state=state, alert_id=alert_id, stage="raised", level="alert", now=now
    )
    ask(take, _COMMITTEE, str(case_of(rule, state)), "alert taken", rule, state)
