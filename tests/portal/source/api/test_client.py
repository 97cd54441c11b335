"""The client in docs/: this very file files with a file, follows, and answers a question."""

import json
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from portal.casefile.submissions.receipts import receipts
from portal.web.delivery.outbox import outbox
from shared.core.roles import Role
from tests.portal.source.api.test_api import Program
from tests.support.files import PDF
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.submissions import QUESTION, Told, answered, asked, not_actioned, received

DOCS = Path(__file__).parents[4] / "docs"
CLIENT = DOCS / "api_client.py"


def example() -> str:
    """The submission of the guide."""
    guide = (DOCS / "api.md").read_text(encoding="utf-8")
    return guide.partition("```json")[2].partition("```")[0]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        yield built


@pytest.fixture
def ngo(portal: Pages, told: Told) -> Program:
    return Program(portal, Role.NGO_MEMBER, token="ngo", organisation_id="watch")


def run(
    monkeypatch: pytest.MonkeyPatch,
    ngo: Program,
    files: Path,
    send: Callable[[httpx.Request], httpx.Response] | None = None,
) -> None:
    """Run the file as a program: its requests go to the portal in this process."""
    whole = httpx.WSGITransport(app=ngo.http.application)
    transport = httpx.MockTransport(send or whole.handle_request)
    made = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **how: made(**how, transport=transport))
    monkeypatch.setenv("RAPPORTEUR_TOKEN", ngo.token)
    (files / "submission.json").write_text(example())
    (files / "report.pdf").write_bytes(PDF)
    named = [str(files / "submission.json"), str(files / "report.pdf")]
    monkeypatch.setattr(sys, "argv", ["api_client.py", "http://portal.example", "CASE-7", *named])
    runpy.run_path(str(CLIENT), run_name="__main__")


def rows(portal: Pages) -> list[str]:
    with portal.engine.connect() as conn:
        return list(conn.scalars(select(outbox.c.type).order_by(outbox.c.created_at)))


def test_it_is_short() -> None:
    assert len(CLIENT.read_text(encoding="utf-8").splitlines()) < 60


def test_it_files_with_a_file_follows_and_answers(
    portal: Pages,
    told: Told,
    ngo: Program,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions: list[str] = []

    def reply(asked: str) -> str:
        questions.append(asked)
        return "On 4 May"

    happened = iter([_arrives, _is_answered, _is_over])
    monkeypatch.setattr("time.sleep", lambda _: next(happened)(portal, told))
    monkeypatch.setattr("builtins.input", reply)
    run(monkeypatch, ngo, tmp_path)
    assert rows(portal) == ["submit-allegation", "add-attachment"]
    [sent] = [json.loads(one.content) for one in portal.asked]
    assert (sent["type"], sent["data"]["question_id"]) == ("provide-information", QUESTION)
    assert questions == ["Planted question\n> "]
    said = capsys.readouterr().out
    assert "Give the person this return code" in said
    assert [word for word in ("Received", "Question for you", "Answered") if word in said] == [
        "Received",
        "Question for you",
        "Answered",
    ]
    assert next(happened, None) is None


def test_a_lost_answer_files_nothing_twice(
    portal: Pages, told: Told, ngo: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every answer to a change is lost once: the client asks again with the same key."""
    whole, lost = httpx.WSGITransport(app=ngo.http.application), set[str]()

    def lose(request: httpx.Request) -> httpx.Response:
        answer = whole.handle_request(request)
        answer.read()
        if request.method == "POST" and request.url.path not in lost:
            lost.add(request.url.path)
            raise httpx.ReadTimeout("lost", request=request)
        return answer

    pauses: list[int] = []

    def sleep(seconds: int) -> None:
        pauses.append(seconds)
        if seconds == 3600:
            _arrives(portal, told)
            _is_over(portal, told)

    monkeypatch.setattr("time.sleep", sleep)
    run(monkeypatch, ngo, tmp_path, lose)
    assert rows(portal) == ["submit-allegation", "add-attachment"]
    assert pauses == [60, 60, 3600]


def test_a_refusal_is_told_and_ends_it(
    portal: Pages, ngo: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ngo.token = "none"
    with pytest.raises(SystemExit, match="This token is not taken"):
        run(monkeypatch, ngo, tmp_path)
    assert rows(portal) == []


def _of(portal: Pages) -> tuple[str, str, str | None]:
    with portal.engine.connect() as conn:
        row = conn.execute(select(receipts)).one()
    return row.submission_id, row.submitter_id, row.organisation_id


def _arrives(portal: Pages, told: Told) -> None:
    id_, by, under = _of(portal)
    seal = portal.vault.seal
    told.tell(
        received(id_, seal=seal, submitter_id=by, organisation_id=under), asked(id_, seal=seal)
    )


def _is_answered(portal: Pages, told: Told) -> None:
    told.tell(answered(_of(portal)[0], seal=portal.vault.seal))


def _is_over(portal: Pages, told: Told) -> None:
    told.tell(not_actioned(_of(portal)[0]))
