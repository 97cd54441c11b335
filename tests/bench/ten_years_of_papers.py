"""Ten years of what few people write: advice, advisory procedures, procedures, training, contacts.

Most of it is told by facts, as it is little; what hangs on the rows of ``ten_years_of_work`` is
written as rows.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from portal.committee.meetings.read_model import guests
from portal.committee.plans import found as of_plans
from portal.committee.plans.read_model import comments
from portal.committee.situations import found as of_situations
from portal.committee.situations.read_model import steps as reviews
from portal.committee.statecontacts.read_model import contacts
from portal.committee.warning.read_model import steps
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.platform.vault import Vault
from tests.bench.ten_years import Row, TenYears
from tests.stakeholders import committee_advice as asked
from tests.stakeholders import iap
from tests.support import committee_advice, sops, trainings
from tests.support.iap import Procedures
from tests.support.portal import Pages

ADVICE: Final = str(derive_id("question of a test", 0))
PROCEDURE: Final = str(derive_id("procedure of a test", 0))
SOP: Final = sops.named(0)
TRAINING: Final = str(derive_id("training of a test", 0))
_DAY: Final = timedelta(days=1)
_ON_ONE: Final = 12  # steps, or comments, of a single one
_STATES: Final = ("KEN", "CHE", "NPL", "UGA", "CHL")


def tell(built: Pages, number: int, chief: str) -> None:
    """``number``: of trainings; there are half as many questions, and fewer procedures."""
    questions = committee_advice.Questions(built.engine, built.vault)
    for n in range(number // 2):
        one = questions.asked(by=chief, text=f"What is known of matter {n}?")
        if n % 3:
            questions.tell(asked.GIVEN, one, advice="What is known of it.", version=1)
    of_governments = Procedures(built.engine, built.vault)
    for n in range(number // 5):
        state = {"by": f"government-{n}", "state": _STATES[n % len(_STATES)]}
        if n % 2:
            of_governments.upto(iap.TOLD, **state)
        else:
            of_governments.received(**state)
    procedures = sops.Sops(built.engine, built.vault)
    for n in range(number // 10):
        one = procedures.drafted(n, f"Procedure {n}", "What is done, step by step. " * 40)
        procedures.adopted(one)
        procedures.commented(one, "It takes longer.")
        if n % 2 == 0:
            procedures.published(one)
    events = trainings.Trainings(built.engine, built.vault, built.clock())
    for n in range(number):
        if n % 5:
            events.held(-7 * n, state=_STATES[n % len(_STATES)])
        else:
            events.planned(n + 1, state=_STATES[n % len(_STATES)])


def alerts(number: int, years: TenYears) -> Iterator[Row]:
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("alert of ten years", n))
        for place, kind in enumerate(("raised", "acknowledged", "closed")):
            yield (
                steps,
                {
                    "alert_id": one,
                    "position": 10 * n + place,
                    "kind": kind,
                    "level": "alert" if kind == "raised" else None,
                    "now": 4 if kind == "raised" else None,
                    "desk": True,
                    "whose": "both",
                    "desk_level": "alert" if kind == "raised" else None,
                    "desk_now": 4 if kind == "raised" else None,
                    "by_id": None if kind == "raised" else "a-member",
                    "at": at + place * _DAY,
                },
            )


def on_situations(number: int, years: TenYears, vault: Vault) -> Iterator[Row]:
    """Yield the reviews of every situation; those of the second one have words."""
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("situation of ten years", n))
        for place in range(_ON_ONE if n == 1 else 3):
            sealed = vault.seal(of_situations.subject_of(one), "It goes on.") if n == 1 else None
            yield (
                reviews,
                {
                    "situation_id": one,
                    "position": 20 * n + place,
                    "kind": "reviewed" if place else "proposed",
                    "text": sealed,
                    "review_on": (at + (place + 1) * 90 * _DAY).date(),
                    "by_id": "a-member",
                    "at": at + place * 80 * _DAY,
                },
            )


def on_plans(number: int, years: TenYears, vault: Vault) -> Iterator[Row]:
    """Yield a comment on every third plan, and several on the second one."""
    for n in range(1, number, 3):
        one = str(derive_id("plan of ten years", n))
        seal = vault.sealer(of_plans.subject_of(one))
        for place in range(_ON_ONE if n == 1 else 1):
            yield (
                comments,
                {
                    "plan_id": one,
                    "comment_id": str(derive_id("comment of ten years", n, place)),
                    "text": seal("The same weeks as another visit."),
                    "author": "a-holder",
                    "commented_at": years.when(n, number) + place * _DAY,
                },
            )


def invitations(number: int, years: TenYears, guest: str) -> Iterator[Row]:
    for n in range(1, number, 3):
        one = {"meeting_id": str(derive_id("meeting of ten years", n)), "guest_id": guest}
        yield guests, {**one, "invited_at": years.when(n, number) - 15 * _DAY}


def with_states(number: int, years: TenYears, vault: Vault) -> Iterator[Row]:
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("contact with a State of ten years", n))
        seal = vault.sealer(f"statecontact-{one}")
        yield (
            contacts,
            {
                "entry_id": one,
                "state": years.state(),
                "mandate": years.some(1)[0] if n % 3 else None,
                "channel": "call",
                "day": day_of(at),
                "people": seal("The desk, and the first secretary."),
                "about": seal("The dates of a visit."),
                "agreed": seal("The capital is asked.") if n % 2 else None,
                "logged_by": "a-desk-officer",
                "logged_at": at,
            },
        )
