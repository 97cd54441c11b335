"""The weekly briefing by mail: confirmed, once for each issue, and only to who may read it then."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.homes.notices import briefing, briefing_mail
from portal.homes.notices.mail import AddressRefused, MailAway
from portal.homes.notices.tables import notices
from portal.public.briefings import subscribing
from portal.public.briefings.subscribing import subscriptions
from portal.web.accounts.tables import accounts
from shared.core.roles import Role
from tests.stakeholders import briefings as said
from tests.support.briefings import Issues
from tests.support.following import Post, text
from tests.support.following import World as Following
from tests.support.portal import Pages, Visitor

PAGE = "/staff-briefings/mail"
NEXT = "2026-w48"
DAY = timedelta(days=1)


class World:
    def __init__(self, portal: Pages, issues: Issues) -> None:
        self.portal, self.issues, self.post = portal, issues, Post()
        self.person = portal.person(Role.DESK_OFFICER, email="dana@office.example")
        self.visitor = portal.sign_in(self.person)

    def work(self) -> list[Any]:
        of = (self.portal.engine, self.portal.vault, self.portal.settings, self.post)
        briefing_mail.send_confirmations(*of, now=self.portal.clock)
        briefing_mail.send_issues(*of, now=self.portal.clock)
        return self.post.taken()

    def act(self, path: str = PAGE, visitor: Visitor | None = None) -> Any:
        return (visitor or self.visitor).post(path, {"command_id": str(uuid4())})

    def subscribe(self) -> None:
        assert self.act().status_code == 303
        [mail] = self.work()
        assert self.act(link(mail)).status_code == 303
        assert "Each weekly briefing is sent to you." in self.visitor.get(PAGE).text

    def issue(self, code: str = NEXT) -> None:
        self.went(self.issues.letter(self.issues.told), code)

    def went(self, item: str, code: str = NEXT) -> None:
        self.portal.clock.forward(timedelta(minutes=1))
        self.issues.tell(said.OPENED, code=code)
        self.issues.sent(item, code=code, at=self.portal.clock())

    def row(self) -> Any:
        with self.portal.engine.connect() as conn:
            return conn.execute(select(subscriptions)).one_or_none()

    def notices(self) -> int:
        """Return how many notices go to this person by mail."""
        mine = notices.c.account_id == self.person.account_id
        with self.portal.engine.connect() as conn:
            return len(conn.execute(select(notices).where(mine)).all())


def link(mail: Any, path: str = "/staff-briefings/mail") -> str:
    found = re.search(rf"https://rapporteur\.example({path}/\S+)", text(mail))
    assert found
    return found[1]


@pytest.fixture
def w(w: Following) -> World:
    portal = w.portal
    return World(portal, Issues(portal.engine, portal.vault))


def test_nothing_goes_before_it_is_confirmed_by_who_asked(w: World) -> None:
    assert w.act().status_code == 303
    [mail] = w.work()
    assert mail["To"] == "dana@office.example"
    w.issue()
    assert w.work() == []
    w.act()
    assert w.work() == [], "a second letter within the hour"
    assert "Get the weekly briefing by mail?" in w.visitor.get(link(mail)).text
    assert w.work() == [], "to open it confirms nothing"
    other = w.portal.signed_in(Role.CHIEF)
    assert other.get(link(mail)).status_code == 404
    w.act(link(mail), other)
    w.issue("2026-w49")
    assert w.work() == []
    w.act(link(mail))
    assert w.work() == [], "what was sent before is not sent"
    assert w.visitor.get(link(mail)).status_code == 404, "it serves once"


def test_each_issue_goes_once_and_says_nothing_of_what_is_in_it(w: World) -> None:
    w.subscribe()
    w.issue()
    [mail] = w.work()
    assert mail["Subject"] == "Weekly briefing, week 48 of 2026"
    body = text(mail)
    own = f"/staff-briefings/{NEXT}"
    assert f"https://rapporteur.example{own}\n" in body
    assert w.visitor.get(own).status_code == 200, "its link leads somewhere"
    for secret in ("AL KEN", "Kenya", "letter", "Dana"):
        assert secret not in body
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert w.work() == []
    w.issue("2026-w49")
    w.issue("2026-w50")
    assert [one["Subject"][-7:] for one in (*w.work(), *w.work(), *w.work())] == [
        "of 2026",
        "of 2026",
    ]


def test_after_a_kill_the_same_mail_has_the_same_id_and_none_once_it_is_recorded(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w.subscribe()
    w.issue()

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(subscribing, "change", killed)
        with pytest.raises(KeyboardInterrupt):
            w.work()
    [first] = w.post.taken()
    assert w.work() == [], "it is taken"
    w.issue("2026-w49")
    w.portal.clock.forward(timedelta(minutes=6))
    [again] = w.work()
    assert again["Message-ID"] == first["Message-ID"]
    [other] = w.work()
    assert other["Message-ID"] != first["Message-ID"]
    assert w.work() == []


def test_whoever_lost_the_role_gets_none_from_that_moment(w: World) -> None:
    w.subscribe()
    w.issue()
    with w.portal.engine.begin() as conn:
        conn.execute(update(accounts).values(roles=[Role.AUDITOR.value]))
    assert w.work() == []
    assert w.row() is None, "it begins anew only if they ask anew"


def test_an_account_that_is_closed_gets_none(w: World) -> None:
    w.subscribe()
    w.issue()
    with w.portal.engine.begin() as conn:
        conn.execute(update(accounts).values(disabled=True))
    assert w.work() == []
    assert w.row() is None


def test_another_address_is_confirmed_before_anything_goes_there(w: World) -> None:
    w.subscribe()
    w.issue()
    with w.portal.engine.begin() as conn:
        conn.execute(update(accounts).values(email="new@office.example"))
    assert w.work() == []
    [letter] = w.work()
    assert letter["To"] == "new@office.example"
    assert "Please confirm" in letter["Subject"]
    w.act(link(letter))
    w.issue("2026-w49")
    [mail] = w.work()
    assert mail["To"] == "new@office.example"


def test_whoever_has_another_address_is_told_so_and_has_the_mail_of_the_notice(w: World) -> None:
    w.subscribe()
    w.issue()
    of = (w.portal.engine, w.portal.vault, w.portal.settings)
    briefing.due(*of, at=w.portal.clock())
    assert w.notices() == 0, "one mail of it is enough"
    with w.portal.engine.begin() as conn:
        conn.execute(update(accounts).values(email="new@office.example"))
    page = w.visitor.get(PAGE).text
    assert "Each weekly briefing is sent to you." not in page
    assert "Send me another letter" in page
    w.issue("2026-w49")
    briefing.due(*of, at=w.portal.clock())
    assert w.notices() == 1
    assert w.act().status_code == 303
    [letter] = w.work()
    assert letter["To"] == "new@office.example"


def test_it_ends_by_one_click_without_signing_in_and_on_the_page(w: World) -> None:
    w.subscribe()
    w.issue()
    [mail] = w.work()
    own = link(mail, "/b").rstrip(">")
    fresh = w.portal.visitor().client
    assert fresh.get(own).status_code == 200
    assert w.row() is not None, "to open it ends nothing"
    ended = fresh.post(own, data={"List-Unsubscribe": "One-Click"})
    unknown = fresh.post("/b/unknown", data={"List-Unsubscribe": "One-Click"})
    assert (ended.status_code, unknown.status_code) == (200, 200)
    assert w.row() is None
    w.issue("2026-w49")
    assert w.work() == []
    w.subscribe()
    w.act(f"{PAGE}/end")
    assert w.row() is None


def test_an_issue_of_which_nothing_stands_is_not_sent(w: World) -> None:
    w.subscribe()
    number = w.issues.told
    item = w.issues.letter(number)
    w.went(item)
    w.issues.withdraw(number)
    assert w.work() == []


def test_a_server_that_is_away_is_tried_again_and_an_address_that_refuses_is_let_go(
    w: World,
) -> None:
    w.subscribe()
    w.issue()
    w.post.error = MailAway()
    with pytest.raises(MailAway):
        w.work()
    w.post.error = None
    assert w.work() == []
    w.portal.clock.forward(timedelta(minutes=2))
    assert len(w.work()) == 1
    w.issue("2026-w49")
    w.post.error = AddressRefused()
    w.work()
    w.portal.clock.forward(DAY)
    w.work()
    w.post.error = None
    w.portal.clock.forward(DAY)
    assert w.work() == []
    assert "refused our mails" in w.portal.sign_in(w.person).get(PAGE).text
    subscribing.purge(w.portal.engine, days=7, at=w.portal.clock() + subscribing.STOPPED)
    assert w.row() is None


def test_who_does_not_confirm_is_forgotten(w: World) -> None:
    w.act()
    [mail] = w.work()
    subscribing.purge(w.portal.engine, days=7, at=w.portal.clock() + 6 * DAY)
    assert w.row() is not None
    subscribing.purge(w.portal.engine, days=7, at=w.portal.clock() + 7 * DAY)
    assert w.row() is None
    assert w.visitor.get(link(mail)).status_code == 404


def test_to_one_domain_go_so_many_a_minute_and_the_others_wait_their_turn(w: World) -> None:
    """As to followers, and counted with theirs: in one process."""
    w.subscribe()
    for address in ("eli@Office.example", "fay@office.example", "gus@other.example"):
        person = w.portal.person(Role.DESK_OFFICER, email=address)
        w.visitor = w.portal.sign_in(person)
        w.subscribe()
    w.portal.clock.forward(timedelta(hours=1))
    w.issue()
    settings = w.portal.settings.model_copy(update={"mails_a_minute": 1})
    of = (w.portal.engine, w.portal.vault, settings, w.post)
    went = []
    for _ in range(3):
        briefing_mail.send_issues(*of, now=w.portal.clock)
        went.append(sorted(str(mail["To"]).lower() for mail in w.post.taken()))
        assert briefing_mail.send_issues(*of, now=w.portal.clock) == 0
        w.portal.clock.forward(timedelta(minutes=1))
    assert [len(some) for some in went] == [2, 1, 1]
    assert "gus@other.example" in went[0]
    assert len({one for some in went for one in some}) == 4, "each gets it once"
