"""Following what is published: confirmed before anything is sent, told once, ended by one click."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from sqlalchemy import Table, select, update

from portal.app.read_models import READ_MODELS
from portal.homes.notices import following
from portal.homes.notices.mail import (
    AddressAway,
    AddressRefused,
    MailAway,
    MailRefused,
    Server,
)
from portal.public.following import asking, news
from portal.public.following.asking import MOST_A_DAY, subject_of
from portal.public.following.tables import followings, requests
from portal.public.following.wishes import Wishes
from portal.public.register.published import Choice
from portal.public.register.read_model import REGISTER
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.mail import mail_server
from tests.support.pace import NARROW
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.publication import arriving, published, reply_published, withdrawn
from tests.support.ready import ready

SECRET = "amina@watch.example"
FACTS = arriving(published(), reply_published(), withdrawn())


@dataclass
class Post:
    """Keeps mails, or raises ``error`` as a server's answer."""

    error: Exception | None = None
    mails: list[EmailMessage] = field(default_factory=list)

    def __call__(self, mail: EmailMessage) -> None:
        if self.error is not None:
            raise self.error
        self.mails.append(mail)

    def taken(self) -> list[EmailMessage]:
        some, self.mails = self.mails, []
        return some


@dataclass
class World:
    portal: Pages
    post: Post = field(default_factory=Post)

    def tell(self, *which: int) -> None:
        for one in which:
            Applier(self.portal.engine, REGISTER).apply([FACTS[one]])

    def work(self) -> list[EmailMessage]:
        of = (self.portal.engine, self.portal.vault, self.portal.settings, self.post)
        following.send_confirmations(*of, now=self.portal.clock)
        following.send_news(*of, now=self.portal.clock)
        return self.post.taken()

    def ask(self, address: str = SECRET, lang: str = "en", **typed: Any) -> Any:
        visitor = self.portal.visitor()
        visitor.get(f"/{lang}/follow")
        form = {"rhythm": "at_once", "language": lang, "command_id": str(uuid4()), **typed}
        data = {"csrf_token": visitor.form_token(), "address": address, **form}
        return visitor.client.post(f"/{lang}/follow", data=data)

    def follow(self, **typed: Any) -> str:
        """Follow; return the address by which it is shown and ended."""
        assert self.ask(**typed).status_code == 303
        [mail] = self.work()
        visitor = self.portal.visitor()
        sent = self.send(visitor, link(mail))
        assert sent.status_code == 303
        return str(sent.location)

    def send(self, visitor: Any, path: str, **typed: Any) -> Any:
        visitor.get(path)
        form = {"command_id": str(uuid4()), "csrf_token": visitor.form_token(), **typed}
        return visitor.client.post(path, data=form)

    def rows(self, table: Any) -> list[Any]:
        with self.portal.engine.connect() as conn:
            return list(conn.execute(select(table)))


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link(mail: EmailMessage) -> str:
    found = re.search(r"https://rapporteur\.example(/u/\S+)", text(mail))
    assert found
    return found[1]


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with pages(
        *sqlite_urls(tmp_path),
        smtp_url=SecretStr("smtp://mail.example"),
        mail_from="Rapporteur <no-reply@rapporteur.example>",
        public_url="https://rapporteur.example",
    ) as built:
        ready(built.engine, READ_MODELS)
        yield World(built)


def test_nothing_is_sent_before_the_link_is_confirmed_and_to_open_it_confirms_nothing(
    w: World,
) -> None:
    w.ask()
    [mail] = w.work()
    assert mail["To"] == SECRET
    w.tell(0)
    path = link(mail)
    shown = w.portal.visitor().get(path)
    assert "Follow this?" in shown.text
    assert SECRET not in shown.text
    assert (w.work(), w.rows(followings)) == ([], [])
    assert w.send(w.portal.visitor(), path).status_code == 303
    assert w.portal.visitor().get(path).status_code == 404, "the link serves once"
    assert w.work() == [], "what was published before is not news"
    w.tell(1)
    assert len(w.work()) == 1


def test_asking_is_answered_alike_for_known_and_unknown_addresses_and_beyond_the_limit(
    w: World,
) -> None:
    w.follow()
    w.portal.clock.forward(timedelta(days=2))
    answers = {(one.status_code, one.location) for one in [w.ask() for _ in range(MOST_A_DAY + 2)]}
    answers |= {(one.status_code, one.location) for one in [w.ask("new@other.example")]}
    assert len(answers) == 1
    assert w.ask("amina+more@watch.example").status_code == 303
    to = sorted(str(mail["To"]) for mail in w.work())
    assert to == [*[SECRET] * MOST_A_DAY, "new@other.example"], "no mailbox is flooded"


def test_who_goes_back_and_corrects_the_address_gets_the_letter(w: World) -> None:
    form = str(uuid4())
    for typed in ("anima@watch.example", SECRET, SECRET):
        assert w.ask(typed, command_id=form).status_code == 303
    assert sorted(str(mail["To"]) for mail in w.work()) == [SECRET, "anima@watch.example"]


def test_who_goes_back_and_chooses_again_before_confirming_is_asked_for_the_new_choice(
    w: World,
) -> None:
    form = str(uuid4())
    w.ask(command_id=form)
    w.ask(command_id=form, states=["FRA"])
    [mail] = w.work()
    assert "France" in w.portal.visitor().get(link(mail)).text


def test_who_goes_back_and_chooses_again_after_confirming_hears_on_and_may_end_it_and_begin(
    w: World,
) -> None:
    form = str(uuid4())
    own = w.follow(command_id=form)
    assert w.follow(command_id=form, states=["FRA"]) == own
    w.tell(0)
    assert len(w.work()) == 1, "its key was not destroyed"
    assert w.portal.app.test_client().post(own).status_code == 200
    assert w.follow(command_id=form) != own


def test_the_id_of_a_form_is_no_name_of_a_key(w: World) -> None:
    form = str(uuid4())
    w.follow(command_id=form)
    w.ask("other@watch.example", command_id=form)
    assert form not in {row.request_id for row in w.rows(requests)}
    w.portal.clock.forward(timedelta(days=8))
    asking.purge(w.portal.engine, w.portal.vault, days=7, at=w.portal.clock.at)
    assert len(w.rows(followings)) == 1


def test_who_confirms_while_others_are_deleted_is_not_forgotten(w: World) -> None:
    engine, vault = w.portal.engine, w.portal.vault
    for address in (SECRET, "other@watch.example"):
        w.ask(address)
    links = [link(mail).split("/")[2] for mail in w.work()]
    w.portal.clock.forward(timedelta(days=8))
    forgotten: list[str] = []

    class Slow:
        def forget(self, subject: str, *, at: datetime) -> bool:
            forgotten.append(subject)
            for one in links:
                asking.confirm(engine, vault, one, at=at)
            return True

    assert asking.purge(engine, Slow(), days=7, at=w.portal.clock.at) == 1
    [row] = w.rows(followings)
    assert subject_of(row.following_id) not in forgotten


def test_to_end_it_also_forgets_what_was_asked_for_and_not_confirmed(w: World) -> None:
    own = w.follow()
    w.ask(states=["FRA"])
    w.ask("other@watch.example")
    gone, stays = (row.request_id for row in w.rows(requests))
    w.portal.app.test_client().post(own)
    assert [row.request_id for row in w.rows(requests)] == [stays]
    forgotten = w.portal.vault.forgotten([subject_of(gone), subject_of(stays)])
    assert set(forgotten) == {subject_of(gone)}


def test_dots_and_tags_make_no_other_mailbox_where_they_mean_nothing(w: World) -> None:
    same = ("a.mina@gmail.com", "am.ina+x@gmail.com", "ami.na@googlemail.com", "amina@gmail.com")
    for address in (*same, "a.mina@watch.example", *(SECRET,) * MOST_A_DAY):
        w.ask(address)
    to = [str(mail["To"]) for mail in w.work()]
    assert len([one for one in to if "mail.com" in one]) == MOST_A_DAY
    assert len(to) == 2 * MOST_A_DAY + 1


def test_who_signed_in_pays_for_letters_to_strangers_as_everybody_does(tmp_path: Path) -> None:
    settings: dict[str, Any] = {
        "smtp_url": SecretStr("smtp://mail.example"),
        "mail_from": "a@rapporteur.example",
        "public_url": "https://rapporteur.example",
        **NARROW,
    }
    url, vault_url = sqlite_urls(tmp_path)
    with pages(url, vault_url, **settings) as built:
        visitor, form = built.signed_in(Role.CANDIDATE), {"rhythm": "daily", "language": "en"}
        answers = [
            visitor.post("/en/follow", {"address": f"{n}@watch.example", **form}).status_code
            for n in range(5)
        ]
    assert answers[0] == 303
    assert answers[-1] == 429


@pytest.mark.parametrize("sending", [following.send_confirmations, following.send_news])
def test_behind_a_slow_server_each_is_taken_from_the_moment_in_which_it_goes(
    w: World, sending: Callable[..., int]
) -> None:
    addresses = [SECRET, "other@watch.example", "third@watch.example"]
    for address in addresses:
        w.follow(address=address)
    for address in addresses:
        w.ask(address)
    w.tell(0)
    went: list[EmailMessage] = []
    of = (w.portal.engine, w.portal.vault, w.portal.settings)

    def slow(mail: EmailMessage) -> None:
        went.append(mail)
        w.portal.clock.forward(timedelta(minutes=4))
        if len(went) == 2:
            sending(*of, went.append, now=w.portal.clock)  # another process

    sending(*of, slow, now=w.portal.clock)
    assert sorted(str(mail["To"]) for mail in went) == sorted(addresses)


TWISTED = ("=?utf-8?q?a=0Ab?=@watch.example", "=?utf-8?q?a=2Cb=40other.example?=@watch.example")
"""Encoded words: the first reads as two lines, the second as two addresses."""


@pytest.mark.parametrize("address", TWISTED)
def test_an_address_that_reads_as_another_is_not_taken(w: World, address: str) -> None:
    assert w.ask(address).status_code == 422
    assert w.rows(requests) == []


@pytest.mark.parametrize("address", TWISTED)
def test_an_address_to_which_no_mail_can_be_made_holds_up_nobody(w: World, address: str) -> None:
    wishes = Wishes(choice=Choice(), rhythm="at_once", language="en")
    at = w.portal.clock.at - timedelta(seconds=1)
    asking.ask(w.portal.engine, w.portal.vault, str(uuid4()), address, wishes, at=at)
    w.ask()
    assert [str(mail["To"]) for mail in w.work()] == [SECRET]
    w.portal.clock.forward(timedelta(minutes=6))
    assert w.work() == []


@pytest.mark.parametrize(
    ("table", "what"), [(requests, "mail confirmations"), (followings, "mail followings")]
)
def test_an_address_whose_seal_is_broken_holds_up_nobody(w: World, table: Table, what: str) -> None:
    def failures() -> float | None:
        return REGISTRY.get_sample_value("rapporteur_background_failures_total", {"task": what})

    for address in (SECRET, "other@watch.example"):
        if table is followings:
            w.follow(address=address)
        else:
            w.ask(address)
    w.tell(0)
    [key] = table.primary_key.columns
    with w.portal.engine.begin() as conn:
        bad = conn.execute(select(key, table.c.address).limit(1)).one()
        broken = {"address": replace(bad.address, cipher="AAAA")}
        conn.execute(update(table).where(key == bad[0]).values(broken))
    assert len(w.work()) == 1
    assert w.work() == []
    assert failures() == 1
    w.portal.clock.forward(timedelta(minutes=6))
    assert w.work() == []
    assert failures() == 2


def test_a_following_to_which_no_mail_can_be_made_holds_up_nobody(w: World) -> None:
    w.follow()
    with w.portal.engine.begin() as conn:
        sealed = w.portal.vault.seal("following-twisted", TWISTED[0])
        conn.execute(update(followings).values(address=sealed))
    w.follow(address="other@watch.example")
    w.tell(0)
    assert [str(mail["To"]) for mail in w.work()] == ["other@watch.example"]
    assert {row.refusals for row in w.rows(followings)} == {0, 1}


def test_the_letter_is_the_same_whether_the_address_is_known(w: World) -> None:
    w.ask()
    [first] = w.work()
    w.send(w.portal.visitor(), link(first))
    w.ask()
    [second] = w.work()
    assert text(first).replace(link(first), "") == text(second).replace(link(second), "")


def test_to_confirm_again_changes_what_is_followed_and_older_links_go_on(w: World) -> None:
    own = w.follow()
    assert w.follow(states=["FRA"]) == own
    assert len(w.rows(followings)) == 1
    assert "France" in w.portal.visitor().get(own).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, 2),
        ({"states": ["FRA"], "kinds": ["letter"]}, 1),
        ({"states": ["ISL"]}, 0),
        ({"mandates": ["wgad"]}, 2),
        ({"mandates": ["sr-water"]}, 0),
    ],
)
def test_it_tells_what_was_chosen(w: World, typed: dict[str, Any], told: int) -> None:
    w.follow(**typed)
    w.tell(0, 1)
    mails = w.work()
    assert len(mails) == (1 if told else 0)
    assert sum(text(mail).count("/en/register/AL-") for mail in mails) == told
    assert w.work() == []


def test_what_was_taken_back_meanwhile_is_not_sent(w: World) -> None:
    w.follow(rhythm="daily")
    w.tell(0, 1)
    assert w.work() == [], "not before the morning"
    w.tell(2)
    w.portal.clock.forward(timedelta(days=1))
    assert w.work() == []


def test_who_hears_at_once_gets_at_most_five_mails_an_hour_with_all_that_came(w: World) -> None:
    w.follow()
    w.tell(0)
    assert len(w.work()) == 1
    w.tell(1)
    assert w.work() == []
    w.portal.clock.forward(timedelta(minutes=12))
    assert len(w.work()) == 1


@pytest.mark.parametrize(("rhythm", "days"), [("daily", 1), ("weekly", 6)])
def test_who_wants_a_summary_hears_in_the_morning(w: World, rhythm: str, days: int) -> None:
    w.follow(rhythm=rhythm)  # on a Tuesday at 9
    w.tell(0)
    w.portal.clock.forward(timedelta(days=days, hours=-5))
    assert w.work() == []
    w.portal.clock.forward(timedelta(hours=2))
    assert len(w.work()) == 1
    assert w.work() == []


def test_after_a_kill_before_it_was_recorded_the_same_mail_goes_and_then_never_again(
    w: World,
) -> None:
    w.follow()
    w.tell(0)
    first: list[EmailMessage] = []

    class Killed(BaseException):
        pass

    def dying(mail: EmailMessage) -> None:
        first.append(mail)
        raise Killed

    of = (w.portal.engine, w.portal.vault, w.portal.settings)
    with pytest.raises(Killed):
        following.send_news(*of, dying, now=w.portal.clock)
    w.tell(1)
    assert w.work() == [], "it may be on its way still"
    w.portal.clock.forward(timedelta(minutes=6))
    [again] = w.work()
    assert again["Message-ID"] == first[0]["Message-ID"]
    assert text(again) == text(first[0]), "what came since is in the next one"
    w.portal.clock.forward(timedelta(minutes=20))
    [after] = w.work()
    assert after["Message-ID"] != again["Message-ID"]
    assert w.work() == []


@pytest.mark.parametrize("error", [AddressRefused, MailRefused])
def test_an_address_that_refuses_twice_hears_no_more_until_its_owner_begins_again(
    w: World, error: type[Exception]
) -> None:
    own = w.follow()
    w.tell(0)
    w.post.error = error()
    for _ in range(3):
        w.work()
        w.portal.clock.forward(timedelta(days=1))
    [row] = w.rows(followings)
    assert (row.refusals, row.stopped_at is not None) == (2, True)
    assert "refused our mails" in w.portal.visitor().get(own).text
    w.post.error = None
    assert w.work() == []
    again = {"rhythm": "at_once", "language": "en"}
    assert w.send(w.portal.visitor(), f"{own}/change", **again).status_code == 303
    w.tell(1)
    [mail] = w.work()
    assert text(mail).count("/en/register/AL-") == 1


@pytest.mark.parametrize("error", [MailAway, AddressAway])
def test_a_server_that_is_away_is_tried_again(w: World, error: type[MailAway]) -> None:
    w.follow()
    w.tell(0)
    w.post.error = error()
    if error is AddressAway:
        w.work()
    else:
        with pytest.raises(MailAway):
            w.work()
    w.post.error = None
    assert w.work() == []
    w.portal.clock.forward(timedelta(minutes=2))
    assert len(w.work()) == 1


def test_one_click_ends_it_without_cookie_or_form_and_leaves_nothing(
    w: World, tmp_path: Path
) -> None:
    own = w.follow()
    [row] = w.rows(followings)
    fresh = w.portal.app.test_client()
    click = {"List-Unsubscribe": "One-Click"}
    answers = [
        fresh.post(own, data=click, headers={"Sec-Fetch-Site": "cross-site"}) for _ in range(2)
    ]
    unknown = fresh.post("/u/unknown", data=click)
    said = [re.sub(r'nonce="[^"]+"', "", one.text) for one in (*answers, unknown)]
    assert {one.status_code for one in (*answers, unknown)} == {200}
    assert len({re.sub(r"/u/\w+", "", one) for one in said}) == 1
    assert w.rows(followings) == []
    assert w.portal.vault.forgotten([subject_of(row.following_id)])
    w.tell(0)
    assert w.work() == []
    assert w.portal.visitor().get(own).status_code == 404


def test_to_open_the_link_of_a_mail_ends_nothing(w: World) -> None:
    own = w.follow()
    shown = w.portal.visitor().get(own)
    assert "Get no more of these e-mails" in shown.text
    assert SECRET not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert len(w.rows(followings)) == 1


def test_an_address_lies_nowhere_in_the_clear_and_goes_if_it_is_not_confirmed(
    w: World, tmp_path: Path
) -> None:
    w.follow()
    w.ask("other@watch.example")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"watch.example" not in file.read_bytes(), file
    engine, vault = w.portal.engine, w.portal.vault
    w.portal.clock.forward(timedelta(days=8))
    [gone] = w.rows(requests)
    assert asking.purge(engine, vault, days=7, at=w.portal.clock.at) == 1
    assert w.rows(requests) == []
    assert vault.forgotten([subject_of(gone.request_id)])
    assert len(w.rows(followings)) == 1


def test_the_mail_speaks_its_readers_language_and_its_headers_are_whole(w: World) -> None:
    """Against a real server, byte for byte."""
    own = w.follow(lang="ar")
    w.tell(0)
    with mail_server() as box:
        settings = w.portal.settings
        post = Server(box.url, settings.mail_from).post
        following.send_news(w.portal.engine, w.portal.vault, settings, post, now=w.portal.clock)
    lines = box.raw[0].split(b"\r\n")
    assert f"List-Unsubscribe: <https://rapporteur.example{own}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert b"List-Id: <published.rapporteur.example>" in lines
    assert b"Precedence: bulk" in lines
    assert b"Auto-Submitted: auto-generated" in lines
    [mail] = box.mails
    assert "/ar/register/AL-" in text(mail)
    page = mail.get_body(("html",))
    assert page is not None
    assert '<html lang="ar" dir="rtl">' in page.get_content()


def test_a_rebuilt_register_makes_nothing_new_again(w: World) -> None:
    w.follow()
    w.tell(0)
    assert len(w.work()) == 1
    before = news.find(w.portal.engine, at=w.portal.clock.at)
    w.portal.clock.forward(timedelta(hours=1))
    w.tell(0)
    assert (w.work(), news.find(w.portal.engine, at=w.portal.clock.at)) == ([], before)


def test_the_feeds_of_a_choice_need_no_address(w: World) -> None:
    led = w.send(w.portal.visitor(), "/en/follow", feeds="yes", states=["FRA"], rhythm="daily")
    assert led.location == "/en/follow?state=FRA#feeds"
    shown = w.portal.visitor().get("/en/follow?state=FRA").text
    assert 'href="/register/feed/published.json?state=FRA"' in shown


def test_without_a_mail_server_there_are_feeds_alone(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as built:
        shown = built.visitor().get("/en/follow").text
        assert "No mail server is set up here" in shown
        assert "Your e-mail address" not in shown
        led = World(built).ask()
        assert (led.status_code, led.location) == (303, "/en/follow#feeds")
