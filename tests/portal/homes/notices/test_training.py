"""Notices of follow-up items of training events: given, due soon and overdue, each once."""

from dataclasses import replace
from datetime import timedelta

from portal.homes.notices.words import words
from portal.homes.trainings.read_model import TRAININGS
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import trainings as said

MODELS = (TRAININGS,)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [(row.account_id, row.kind) for row in office.told() if row.reason == "training"]


def test_who_has_an_item_hears_of_it_once_before_it_is_due_and_once_after(office: Office) -> None:
    now = office.clock()
    due_on = day_of(now) + timedelta(days=5)
    opened = replace(said.OPENED, owner_id="officer", due_on=due_on, done_by="desk", done_at=now)
    own = replace(opened, item_id=said.OTHER_ITEM, step=4, owner_id="desk")
    office.tell(said.PLANNED, said.HELD, opened, own, models=MODELS)
    given = [("officer", "training-item-given")]
    assert heard(office) == given
    office.later(days=3)
    soon = [*given, ("desk", "training-item-due"), ("officer", "training-item-due")]
    assert sorted(heard(office)) == sorted(soon)
    done = replace(said.CLOSED, item_id=said.OTHER_ITEM, step=5, done_at=office.clock())
    office.tell(done, models=MODELS)
    office.later(days=3)
    late = [*soon, ("officer", "training-item-late")]
    assert sorted(heard(office)) == sorted(late)
    moved = replace(said.MOVED, step=6, owner_id="holder", due_on=due_on, done_at=office.clock())
    office.tell(moved, models=MODELS)
    assert sorted(heard(office)) == sorted(late)  # a holder has none: nothing to see there
    for kind in ("training-item-given", "training-item-due", "training-item-late"):
        assert words("training", kind)
