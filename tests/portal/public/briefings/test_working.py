"""The clock opens issues and sends those that are approved; who follows them hears of it once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from portal.public.briefings import demo, queries
from portal.public.briefings.working import Desk
from portal.web.commands import CommandRefused, ServiceAway
from services.stakeholders.briefing.decide import BRIEFINGS
from shared.contracts.stakeholders_briefing_commands import TYPES, OpenIssue, SendIssue
from shared.contracts.stakeholders_briefings import IssueSent
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from shared.reference.briefings import BRIEFING_CLOCK
from tests.stakeholders import briefings as said
from tests.support.briefings import BEGIN, CODE, Issues
from tests.support.following import World, text
from tests.support.invented import asked_of
from tests.support.portal import Pages

BULLETIN = "2026-q3"


@dataclass
class Asking:
    """Keeps the commands, or raises ``error``."""

    error: Exception | None = None
    asked: list[Any] = field(default_factory=list)
    ids: list[Any] = field(default_factory=list)

    def ask(self, command: Any, *, by: Any, command_id: Any, correlation_id: Any) -> None:
        assert by == BRIEFING_CLOCK
        assert correlation_id
        if self.error is not None:
            raise self.error
        self.asked.append(command)
        self.ids.append(command_id)


def desk(portal: Pages, asking: Asking) -> Desk:
    return Desk(portal.engine, asking, portal.vault.reveal_all)  # type: ignore[arg-type]  # asks no service


def test_the_clock_opens_the_issues_of_today_and_each_once(portal: Pages, issues: Issues) -> None:
    asking = Asking()
    due = desk(portal, asking)
    assert due.work(portal.clock()) == 2
    assert due.work(portal.clock()) == 2
    opened = [
        OpenIssue(kind="briefing", period=CODE),
        OpenIssue(kind="bulletin", period=BULLETIN),
    ]
    assert asking.asked == opened * 2
    assert len(set(asking.ids)) == 2, "what is asked twice takes effect once"
    issues.tell(said.OPENED)
    issues.tell(said.OPENED, code=BULLETIN)
    assert due.work(portal.clock()) == 0
    assert due.work(portal.clock() + timedelta(days=7)) == 1


def test_what_was_taken_back_since_the_approval_is_not_sent(portal: Pages, issues: Issues) -> None:
    asking = Asking()
    letter, other = issues.letter(1), issues.letter(2)
    issues.tell(said.OPENED, code=BULLETIN)
    issues.tell(said.OPENED)
    added = issues.added("An open day")
    issues.tell(said.HANDED_IN, items=(letter, other, added), version=1)
    due = desk(portal, asking)
    assert due.work(portal.clock()) == 0, "nobody approved it"
    issues.tell(said.APPROVED, version=1)
    issues.withdraw(1)
    assert due.work(portal.clock(), settled=False) == 0, "a table is being filled"
    assert due.work(portal.clock()) == 1
    assert asking.asked == [
        SendIssue(kind="briefing", period=CODE, items=(other, added), version=1)
    ]
    issues.tell(said.WENT, items=(other, added), fallen=(letter,))
    assert due.work(portal.clock()) == 0


def test_a_refusal_is_no_failure_and_a_service_that_is_away_is_asked_later(
    portal: Pages, issues: Issues
) -> None:
    refused = Asking(CommandRefused(409, "no"))
    assert desk(portal, refused).work(portal.clock()) == 0
    with pytest.raises(ServiceAway):
        desk(portal, Asking(ServiceAway())).work(portal.clock())


def test_an_issue_that_cannot_be_read_keeps_no_other_back(
    portal: Pages, issues: Issues, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, asking, still = issues.letter(1), Asking(), queries.still
    for code in (CODE, BULLETIN):
        issues.tell(said.OPENED, code=code)
        issues.tell(said.HANDED_IN, code=code, items=(letter,))
        issues.tell(said.APPROVED, code=code)

    def fails(conn: Any, one: Any, reveal: Any) -> Any:
        if one.kind == "briefing":
            raise OverflowError
        return still(conn, one, reveal)

    monkeypatch.setattr(queries, "still", fails)
    assert desk(portal, asking).work(portal.clock()) == 1
    assert [one.period for one in asking.asked] == [BULLETIN]


def test_who_follows_the_issues_hears_of_each_once_and_nobody_else(w: World) -> None:
    issues = Issues(w.portal.engine, w.portal.vault)
    letter = issues.letter(1, BEGIN)
    w.follow(kinds=["issue"])
    w.follow(address="other@watch.example")
    issues.tell(said.OPENED)
    issues.sent(letter, at=w.portal.clock() + timedelta(hours=1))
    w.portal.clock.forward(timedelta(hours=2))
    [mail] = w.work()
    assert "Weekly briefing, week 47 of 2026" in text(mail)
    assert f"/en/briefings/{CODE}" in text(mail)
    assert "AL KEN" not in text(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert w.work() == []
    for feed, there in (("", False), ("?kind=issue", True)):
        page = w.portal.visitor().get(f"/register/feed/published.json{feed}")
        assert (CODE in page.text) is there


def test_the_invented_issues_of_the_demonstration_are_ones_that_the_service_takes(
    portal: Pages, issues: Issues
) -> None:
    portal.person(Role.QUICK_RESPONSE_DESK, email="qrd@demo.example")
    portal.person(Role.CHIEF, email="chief@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(one) for name, one in TYPES.items()}
    history: dict[str, list[Any]] = {"briefing": [], "bulletin": []}
    for request in portal.asked:
        command, by = asked_of(signer, request, types)
        before = history[command.kind]
        facts = list(BRIEFINGS.decide(command, by, BRIEFINGS.fold(before)))
        assert facts, type(command).__name__
        before += facts
    code = next(one.period for one in history["briefing"] if isinstance(one, IssueSent))
    issues.tell(said.OPENED, said.WENT, code=code)
    issues.tell(said.OPENED, said.WENT, code=BULLETIN)
    asked = len(portal.asked)
    with portal.app.test_request_context():
        demo.tell()
    assert len(portal.asked) == asked, "a later start tells nothing anew"
    for facts in history.values():
        assert IssueSent in {type(one) for one in facts}
