"""The invented import of a demonstration: the service takes it, and its files are read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.app.read_models import READ_MODELS
from portal.public.history import beside, demo
from shared.contracts.approvals_history import HistoryImportCompleted, PastFilesAdded
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from tests.support.history import Desk
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready

DESK = Actor(actor_id="desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        ready(built.engine, READ_MODELS)
        yield built


def test_the_import_is_told_once_with_its_files(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = Desk(portal)

    def ask(command: Any, by: Any, _case: str, *_step: str) -> None:
        house.do(command, Asked(at=portal.clock(), by=DESK if by == "qrd" else by))

    monkeypatch.setattr(demo, "ask", ask)
    with portal.app.test_request_context():
        demo.tell()
        told = list(house.facts)
        demo.tell()
    assert house.facts == told, "a second start changes nothing"
    assert any(isinstance(one, HistoryImportCompleted) for one in told)
    [added] = [one for one in told if isinstance(one, PastFilesAdded)]
    assert len(added.files) == 5
    with portal.engine.connect() as conn:
        assert beside.number(conn, demo.IMPORT_ID) == 5
    visitor = portal.visitor()
    for address, there in (
        ("/en/past-letters?state=MNG", "AL MNG 6/2003"),
        ("/en/register/states/MNG", "E/CN.4/2006/999/Add.8"),
    ):
        assert there in visitor.get(address).text
    page = visitor.get(f"/en/past-letters/{demo.ROWS[0].letter_id}").text
    assert page.count("/files/") == 2, "the letter and its reply"
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.get(f"/history-desk/{demo.IMPORT_ID}").status_code == 200
    assert visitor.get(f"/en/past-letters/{demo.ROWS[1].letter_id}").status_code == 404
