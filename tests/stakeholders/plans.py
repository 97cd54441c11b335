"""Given facts and people of the planning board, shared by its tests."""

from datetime import timedelta
from typing import Any, Final

from shared.contracts.stakeholders_plan_commands import (
    CommentOnActivity,
    ConfirmActivity,
    DropActivity,
    EndSharing,
    KeepActivityFromDesk,
    MoveActivity,
    PlanActivity,
    ShareActivity,
)
from shared.contracts.stakeholders_plans import (
    ActivityCommented,
    ActivityConfirmed,
    ActivityDropped,
    ActivityKeptFromDesk,
    ActivityMoved,
    ActivityPlanned,
    ActivityShared,
    ActivitySharingEnded,
    ClashFlagged,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT

DAY = timedelta(days=1)
TODAY: Final = day_of(AT)
FIRST = TODAY + 60 * DAY
LAST = FIRST + 9 * DAY
ONE, OTHER = (str(derive_id("plan of a test", n)) for n in (1, 2))
COMMENT_ID = str(derive_id("comment of a test", 1))
HOLDER = Actor(
    actor_id="holder-a", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-housing"}),
)
PLAN = PlanActivity(
    plan_id=ONE,
    mandate="wgad",
    kind="visit",
    state="KEN",
    first=FIRST,
    last=LAST,
    reprisals=False,
)
MOVE = MoveActivity(
    plan_id=ONE, first=FIRST + 7 * DAY, last=LAST + 7 * DAY, was_first=FIRST, was_last=LAST
)
TEXT = Sealed(f"plan-{ONE}", "text")
COMMENT = CommentOnActivity(plan_id=ONE, comment_id=COMMENT_ID, text=TEXT)
CONFIRM = ConfirmActivity(plan_id=ONE, first=FIRST, last=LAST)
DROP = DropActivity(plan_id=ONE, code="later")
KEEP = KeepActivityFromDesk(plan_id=ONE)
SHARE, END = ShareActivity(plan_id=ONE), EndSharing(plan_id=ONE)
PLANNED = ActivityPlanned(
    plan_id=ONE,
    mandate="wgad",
    kind="visit",
    state="KEN",
    first=FIRST,
    last=LAST,
    reprisals=False,
    planned_by="holder-a",
    planned_at=AT,
)
MOVED = ActivityMoved(
    plan_id=ONE, first=MOVE.first, last=MOVE.last, moved_by="holder-a", moved_at=AT
)
CLASH = ClashFlagged(
    plan_id=ONE,
    mandate="wgad",
    other_id=OTHER,
    other_mandate="sr-housing",
    state="KEN",
    apart=30,
    flagged_at=AT,
)
COMMENTED = ActivityCommented(
    plan_id=ONE, comment_id=COMMENT_ID, text=TEXT, author="holder-1", commented_at=AT
)
CONFIRMED = ActivityConfirmed(plan_id=ONE, confirmed_by="holder-a", confirmed_at=AT)
DROPPED = ActivityDropped(plan_id=ONE, code="later", dropped_by="holder-a", dropped_at=AT)
KEPT = ActivityKeptFromDesk(plan_id=ONE, kept_by="holder-a", kept_at=AT)
SHARED = ActivityShared(plan_id=ONE, shared_by="holder-a", shared_at=AT)
UNSHARED = ActivitySharingEnded(plan_id=ONE, ended_by="holder-a", ended_at=AT)
MEMBER = Actor(actor_id="holder-1", roles=frozenset({Role.COORDINATION_COMMITTEE}))
EVERY: list[tuple[Any, Actor]] = [
    (PLAN, HOLDER),
    (COMMENT, MEMBER),
    (CONFIRM, HOLDER),
    (MOVE, HOLDER),
    (SHARE, HOLDER),
    (DROP, HOLDER),
    (END, HOLDER),
    (KEEP, HOLDER),
]
"""Commands that follow one another, each with who asks."""
