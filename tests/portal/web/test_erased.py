"""What a page says of somebody who was erased: to who records something, and to who only reads."""

from uuid import uuid4

import pytest

from portal.web.accounts.access import public
from shared.platform.vault import Forgotten
from tests.support.portal import Pages

MORE = "nothing more can be recorded"


@public
def gone(**_: object) -> str:
    raise Forgotten("candidate-1")


@pytest.mark.parametrize(
    ("method", "status", "said", "unsaid"),
    [
        ("GET", 410, "there is nothing to read", MORE),
        ("POST", 409, MORE, "nothing to read"),
    ],
)
def test_who_only_reads_is_told_that_there_is_nothing_to_read(
    portal: Pages,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    status: int,
    said: str,
    unsaid: str,
) -> None:
    monkeypatch.setitem(portal.app.view_functions, "begin_nomination.begin", gone)
    visitor, path = portal.visitor(), f"/vacancies/{uuid4()}/nominate"
    answer = visitor.get(path) if method == "GET" else visitor.post(path, {})
    assert answer.status_code == status
    assert said in answer.text
    assert unsaid not in answer.text
