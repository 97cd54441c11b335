"""An import whose process is killed: it goes on where it was, and no letter comes twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import event, select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import imports, letters, notes, sheets
from portal.public.history import importing
from portal.web.commands import Commands
from portal.web.delivery import outbox
from shared.contracts.approvals_history import HistoryImportCompleted, PastLetterImported
from shared.contracts.approvals_history_commands import TYPES
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.support.history import Desk, csv, number, uploaded
from tests.support.invented import asked_of
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready

SHEET: Final = csv(*(f"AL,AL FRA {n}/2020,FRA,wgad,2020-03-0{n},,," for n in range(1, 6)))


class Killed(BaseException):
    """As no step catches it."""


@dataclass(slots=True)
class Process:
    """The consuming process, which is killed before a certain step. ``left``: steps until then."""

    house: Desk
    left: int
    counts: bool = True

    def step(self, *_: object) -> None:
        if not self.counts:
            return
        self.left -= 1
        if self.left == 0:
            raise Killed

    def work(self) -> None:
        """Do all rounds; each commit is a step, and so is each way to the service and back."""
        portal = self.house.portal
        event.listen(portal.engine, "commit", self.step)
        try:
            with httpx.Client(transport=httpx.MockTransport(self._service)) as client:
                asks = Commands(portal.settings, portal.clock, client)
                for _ in range(8):
                    importing.due(portal.engine, portal.vault, at=portal.clock())
                    outbox.deliver(portal.engine, asks, at=portal.clock())
        finally:
            event.remove(portal.engine, "commit", self.step)

    def _service(self, request: httpx.Request) -> httpx.Response:
        self.step()
        with self._not_this_process():
            types: dict[str, TypeAdapter[Any]] = {n: TypeAdapter(cls) for n, cls in TYPES.items()}
            signer = ActorSigner(self.house.portal.settings.actor_key_list)
            self.house.do(*asked_of(signer, request, types, to="approvals"))
        self.step()  # the answer is lost
        return httpx.Response(200, json={"stream": "history-i", "position": 1})

    @contextmanager
    def _not_this_process(self) -> Iterator[None]:
        self.counts = False
        yield
        self.counts = True


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("killed"))) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def emptied(house: Desk) -> None:
    with house.portal.engine.begin() as conn:
        for table in (imports, letters, notes, sheets, outbox.outbox):
            conn.execute(table.delete())
    house.facts.clear()
    house.portal.asked.clear()


def confirmed(house: Desk, form: str) -> str:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, SHEET, form)
    house.step(1)
    assert desk.post(f"{page}/begin", {}).status_code == 303
    house.asked()
    return page


def assert_whole(house: Desk) -> None:
    told = [fact.row for fact in house.facts if isinstance(fact, PastLetterImported)]
    assert told == [2, 3, 4, 5, 6]
    assert isinstance(house.facts[-1], HistoryImportCompleted)
    with house.portal.engine.connect() as conn:
        assert conn.scalars(select(letters.c.row).order_by(letters.c.row)).all() == told
        assert conn.scalars(select(sheets.c.running)).all() == [None]
        assert not conn.scalar(select(outbox.outbox).where(outbox.outbox.c.refused.is_not(None)))


def test_a_process_that_is_killed_before_any_step_goes_on_there(
    house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two letters with each command: three commands, and every place between two steps once."""
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    steps = 0
    while True:
        steps += 1
        emptied(house)
        confirmed(house, f"killed {steps}")
        try:
            Process(house, left=steps).work()
        except Killed:
            Process(house, left=0).work()
            assert_whole(house)
        else:
            break
    assert_whole(house)
    assert steps > 3 * 3  # three commands: there, back, and noted


def test_an_import_that_is_undone_halfway_leaves_no_letter(
    house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits in the outbox tells nothing any more, and is not refused."""
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    emptied(house)
    page = confirmed(house, "undone halfway")
    with pytest.raises(Killed):
        Process(house, left=5).work()
    assert 0 < number(house, letters) < 5
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.post(f"{page}/undo", {"reason": "twice"}).status_code == 303
    house.asked()
    Process(house, left=0).work()
    assert number(house, letters) == 0
    assert "Undone" in desk.get(page).text
