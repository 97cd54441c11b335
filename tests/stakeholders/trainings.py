"""Given facts, commands and people of the training register, shared by its tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from shared.contracts.stakeholders_training_commands import (
    CancelTraining,
    ChangeTraining,
    CloseTrainingFollowUp,
    EvaluateTraining,
    MoveTrainingFollowUp,
    NameTrainers,
    OpenTrainingFollowUp,
    PlanTraining,
    RecordTrainingFinding,
    RecordTrainingHeld,
    ReinstateTraining,
    ReopenTrainingFollowUp,
    StrikeTrainingFinding,
    TakeBackTrainingHeld,
)
from shared.contracts.stakeholders_trainings import (
    ModuleUsed,
    TrainingCancelled,
    TrainingChanged,
    TrainingDetails,
    TrainingEvaluated,
    TrainingFindingRecorded,
    TrainingFindingStruck,
    TrainingFollowUpClosed,
    TrainingFollowUpMoved,
    TrainingFollowUpOpened,
    TrainingFollowUpReopened,
    TrainingHeld,
    TrainingHeldTakenBack,
    TrainingPlanned,
    TrainingReinstated,
    TrainingTrainersNamed,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.documents import ID as DOCUMENT

DAY = timedelta(days=1)
TODAY: Final = day_of(AT)
ID, ITEM, OTHER_ITEM, FINDING = (str(derive_id("training of a test", n)) for n in (1, 2, 3, 4))
KEEPER = Actor(actor_id="librarian-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OWNER = Actor(actor_id="owner-1", roles=frozenset({Role.DESK_OFFICER}))
TRAINER = Actor(actor_id="trainer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
LEFT = replace(OWNER, roles=frozenset({Role.AUDITOR}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))


def sealed(text: str) -> Sealed:
    return Sealed(f"training-{ID}", text)


MODULE = ModuleUsed(document_id=DOCUMENT, language="en", version=1)
DETAILS = TrainingDetails(
    kind="workshop",
    audience="unct",
    state="KEN",
    first=TODAY - DAY,
    last=TODAY,
    mode="both",
    place=sealed("cGxhY2U"),
    trainers=sealed("dHJhaW5lcg"),
)
LATER = replace(DETAILS, first=TODAY + DAY, last=TODAY + 2 * DAY)
STEP: Any = {"training_id": ID, "done_by": "librarian-1", "done_at": AT}

PLAN = PlanTraining(training_id=ID, details=DETAILS)
CHANGE = ChangeTraining(training_id=ID, seen=1, details=LATER)
CANCEL = CancelTraining(training_id=ID, seen=1, code="few")
REINSTATE = ReinstateTraining(training_id=ID, seen=2)
HOLD = RecordTrainingHeld(
    training_id=ID, seen=1, modules=(MODULE,), participants={"unct": 12, "ngo": 3, "nhri": 0}
)
TAKE_BACK = TakeBackTrainingHeld(training_id=ID, seen=2)
EVALUATE = EvaluateTraining(
    training_id=ID, seen=2, answers={"useful": 9, "not": 1, "partly": 0}, text=sealed("dGV4dA")
)
OPEN = OpenTrainingFollowUp(
    training_id=ID,
    seen=2,
    item_id=ITEM,
    text=sealed("aXRlbQ"),
    owner_id="owner-1",
    due_on=TODAY + 10 * DAY,
)
MOVE = MoveTrainingFollowUp(
    training_id=ID, seen=3, item_id=ITEM, owner_id="owner-2", due_on=TODAY + 20 * DAY
)
CLOSE = CloseTrainingFollowUp(training_id=ID, seen=3, item_id=ITEM, outcome="done")
REOPEN = ReopenTrainingFollowUp(training_id=ID, seen=4, item_id=ITEM)
NAME = NameTrainers(training_id=ID, seen=2, trainer_ids=("trainer-1", "trainer-1"))
FIND = RecordTrainingFinding(
    training_id=ID, seen=2, finding_id=FINDING, code="method", text=sealed("ZmluZGluZw")
)
STRIKE = StrikeTrainingFinding(training_id=ID, seen=3, finding_id=FINDING)

COMMANDS: Final = (
    *(PLAN, CHANGE, CANCEL, REINSTATE, HOLD, TAKE_BACK, EVALUATE),
    *(OPEN, MOVE, CLOSE, REOPEN),
    *(NAME, FIND, STRIKE),
)
PLANNED = TrainingPlanned(**STEP, step=1, details=DETAILS)
CHANGED = TrainingChanged(**STEP, step=2, details=LATER)
CANCELLED = TrainingCancelled(**STEP, step=2, code="few")
REINSTATED = TrainingReinstated(**STEP, step=3)
HELD = TrainingHeld(**STEP, step=2, modules=(MODULE,), participants={"unct": 12, "ngo": 3})
TAKEN_BACK = TrainingHeldTakenBack(**STEP, step=3)
EVALUATED = TrainingEvaluated(
    **STEP, step=3, answers={"useful": 9, "not": 1}, text=sealed("dGV4dA")
)
OPENED = TrainingFollowUpOpened(
    **STEP,
    step=3,
    item_id=ITEM,
    text=sealed("aXRlbQ"),
    owner_id="owner-1",
    due_on=TODAY + 10 * DAY,
    finding_id=None,
)
MOVED = TrainingFollowUpMoved(
    **STEP, step=4, item_id=ITEM, owner_id="owner-2", due_on=TODAY + 20 * DAY
)
CLOSED = TrainingFollowUpClosed(**STEP, step=4, item_id=ITEM, outcome="done")
REOPENED = TrainingFollowUpReopened(**STEP, step=5, item_id=ITEM)
NAMED = TrainingTrainersNamed(**STEP, step=3, trainer_ids=("trainer-1",))
FOUND = TrainingFindingRecorded(
    **STEP, step=3, finding_id=FINDING, code="method", text=sealed("ZmluZGluZw")
)
STRUCK = TrainingFindingStruck(**STEP, step=4, finding_id=FINDING)
EVERY: Final = (
    PLANNED,
    CHANGED,
    CANCELLED,
    REINSTATED,
    HELD,
    TAKEN_BACK,
    EVALUATED,
    OPENED,
    MOVED,
    CLOSED,
    REOPENED,
    NAMED,
    FOUND,
    STRUCK,
)
