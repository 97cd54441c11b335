"""The mails of what is published: when they go, how often, and what holds up no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Table, select, update

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.homes.notices import following
from portal.homes.notices.mail import (
    AddressAway,
    AddressRefused,
    MailAway,
    MailRefused,
    Server,
)
from portal.public.following import asking, news
from portal.public.following.tables import followings, requests
from portal.public.following.wishes import Wishes
from portal.public.register.publication import Choice
from shared.contracts.followup_recommendations import RecommendationTagged
from shared.contracts.followup_visit_report_commands import PresentVisitReport, WithdrawVisitReport
from shared.contracts.followup_visit_reports import ReportPlace
from shared.core.geneva import day_of
from tests.support.following import SECRET, TWISTED, World, link, text
from tests.support.followup import issued, published, tell
from tests.support.mail import mail_server
from tests.support.missions import Missions
from tests.support.visit_reports import ITEM, SYMBOL, Reports, ended


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


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, 2),
        ({"states": ["FRA"], "kinds": ["letter"]}, 1),
        ({"states": ["ISL"]}, 0),
        ({"mandates": ["wgad"]}, 2),
        ({"mandates": ["sr-water"]}, 0),
        ({"themes": ["detention"]}, 2),
        ({"themes": ["women"]}, 0),
        ({"themes": ["women"], "mandates": ["wgad"]}, 2),
        ({"themes": ["detention"], "states": ["ISL"]}, 0),
        ({"kinds": ["recommendation"]}, 0),
    ],
)
def test_it_tells_what_was_chosen(w: World, typed: dict[str, Any], told: int) -> None:
    w.follow(**typed)
    w.tell(0, 1)
    mails = w.work()
    assert len(mails) == (1 if told else 0)
    assert sum(text(mail).count("/en/register/AL-") for mail in mails) == told
    assert w.work() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, 1),
        ({"states": ["KEN"]}, 1),
        ({"mandates": ["sr-torture"], "kinds": ["report"]}, 1),
        ({"states": ["FRA"]}, 0),
        ({"mandates": ["wgad"]}, 0),
        ({"states": ["KEN"], "kinds": ["letter", "reply", "statement"]}, 0),
    ],
)
def test_a_published_report_on_a_visit_is_told_once_to_who_follows_its_state_or_mandate(
    w: World, typed: dict[str, Any], told: int
) -> None:
    w.follow(**typed)
    reports = reported(w)
    mails = w.work()
    assert len(mails) == told
    address = f"/en/country-visits/reports/{reports.missions.mission_id}"
    assert [address in text(mail) for mail in mails] == [True] * told
    assert all(ITEM not in text(mail) for mail in mails)
    assert w.work() == []
    reports.ask(PresentVisitReport, session=1, on=day_of(w.portal.clock.at))
    w.portal.clock.forward(timedelta(minutes=12))
    assert w.work() == []


def test_a_report_is_told_once_to_who_follows_a_theme_of_its_recommendations(w: World) -> None:
    """They are tagged after it was published, so that it is told then, and to nobody twice."""
    w.follow(themes=["women", "racism"])
    w.follow(address="here@watch.example", themes=["women", "detention"])
    w.follow(address="far@watch.example", themes=["women"], states=["FRA"])
    reports = reported(w)
    assert [str(mail["To"]) for mail in w.work()] == ["here@watch.example"], "by its mandate"
    address = f"/en/country-visits/reports/{reports.missions.mission_id}"
    feed = "/register/feed/published.json?theme=racism"
    assert w.portal.visitor().get(feed).get_json()["items"] == []
    for told, themes in [(0, ()), (1, ("women",)), (0, ("women", "racism"))]:
        w.portal.clock.forward(timedelta(minutes=12))
        tagged(w, reports, *themes)
        mails = w.work()
        assert [str(mail["To"]) for mail in mails] == [SECRET] * told
        assert all(address in text(mail) for mail in mails)
    [one] = w.portal.visitor().get(feed).get_json()["items"]
    assert one["url"].endswith(address.removeprefix("/en"))


def test_a_report_whose_recommendation_lost_its_theme_meanwhile_is_not_told(w: World) -> None:
    w.follow(themes=["women"], rhythm="daily")
    reports = reported(w)
    tagged(w, reports, "women")
    assert w.work() == []
    tagged(w, reports, "women", "")
    w.portal.clock.forward(timedelta(days=1))
    assert w.work() == []


def tagged(w: World, reports: Reports, *themes: str) -> None:
    """Let its recommendation be public, and be tagged with these, one after the other."""
    of = ReportPlace(
        mission_id=reports.missions.mission_id, symbol=SYMBOL, paragraph="", words_hash=""
    )
    public = [replace(one, report=of) for one in (issued(), published())]
    tags = [
        RecommendationTagged(
            recommendation_id=issued().recommendation_id,
            mandate="sr-torture",
            themes=(theme,) if theme else (),
            persons=(),
            targets=(),
            articles=(),
            tagged_by="account-1",
            tagged_at=w.portal.clock.at,
        )
        for theme in themes
    ]
    tell(w.portal.engine, RECOMMENDATIONS, [*public, *tags])


def test_a_report_that_was_taken_off_meanwhile_is_told_to_nobody(w: World) -> None:
    w.follow(rhythm="daily")
    reports = reported(w)
    assert w.work() == []
    reports.ask(WithdrawVisitReport, reason="mistake", note=None)
    w.portal.clock.forward(timedelta(days=1))
    assert w.work() == []


def reported(w: World) -> Reports:
    missions = Missions(w.portal.engine, w.portal.vault, w.portal.clock.at)
    return Reports(ended(missions)).to("published")


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


@pytest.mark.parametrize(("rhythm", "days"), [("daily", 1), ("weekly", 6), ("monthly", 7)])
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


def test_an_address_that_is_away_for_a_month_counts_as_one_that_refuses(w: World) -> None:
    w.follow()
    w.tell(0)
    w.post.error = AddressAway()
    begun = w.portal.clock.at
    for _ in range(following.MOST_ATTEMPTS - 1):
        w.work()
        [row] = w.rows(followings)
        assert row.stopped_at is None
        w.portal.clock.forward(row.due_at - w.portal.clock.at)
    w.work()
    [row] = w.rows(followings)
    assert row.stopped_at == w.portal.clock.at
    assert timedelta(days=30) <= row.stopped_at - begun <= timedelta(days=31)
    w.post.error = None
    w.portal.clock.forward(timedelta(days=1))
    assert w.work() == []


@pytest.mark.parametrize("error", [None, AddressRefused(), AddressAway()])
def test_what_its_owner_chooses_while_a_mail_is_on_its_way_stays(
    w: World, error: Exception | None
) -> None:
    own = w.follow()
    w.tell(0)

    def slow(_: EmailMessage) -> None:
        again = {"rhythm": "weekly", "language": "fr"}
        assert w.send(w.portal.visitor(), f"{own}/change", **again).status_code == 303
        if error is not None:
            raise error

    of = (w.portal.engine, w.portal.vault, w.portal.settings, slow)
    following.send_news(*of, now=w.portal.clock)
    [row] = w.rows(followings)
    assert (row.rhythm, row.language, row.upto, row.refusals) == ("weekly", "fr", None, 0)
    assert (row.stopped_at, row.told) == (None, 0)
    assert row.due_at > w.portal.clock.at + timedelta(hours=1)


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


def test_the_mail_speaks_its_readers_language_and_its_headers_are_whole(w: World) -> None:
    """Against a real server, byte for byte."""
    own = w.follow(lang="ar")
    w.tell(0)
    with mail_server() as box:
        settings = w.portal.settings
        post = Server(box.url, settings.mail_from, "bounces@rapporteur.example").post
        following.send_news(w.portal.engine, w.portal.vault, settings, post, now=w.portal.clock)
    lines = box.raw[0].split(b"\r\n")
    assert f"List-Unsubscribe: <https://rapporteur.example{own}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert b"List-Id: <published.rapporteur.example>" in lines
    assert b"Precedence: bulk" in lines
    assert b"Auto-Submitted: auto-generated" in lines
    [mail] = box.mails
    assert box.senders == ["bounces@rapporteur.example"], "what comes back goes there"
    assert str(mail["From"]) == settings.mail_from
    assert "/ar/register/AL-" in text(mail)
    page = mail.get_body(("html",))
    assert page is not None
    assert '<html lang="ar" dir="rtl">' in page.get_content()


def test_to_one_domain_go_so_many_mails_a_minute_and_the_others_go_on(w: World) -> None:
    people = ("one@watch.example", "two@Watch.example", "three@watch.example", "x@other.example")
    for address in people:
        w.ask(address)
        [mail] = w.work()
        w.send(w.portal.visitor(), link(mail))
    w.portal.clock.forward(timedelta(hours=1))
    w.tell(0)
    settings = w.portal.settings.model_copy(update={"mails_a_minute": 1})
    of = (w.portal.engine, w.portal.vault, settings, w.post)
    went = []
    for _ in range(3):
        following.send_news(*of, now=w.portal.clock)
        went.append([str(mail["To"]).partition("@")[2].lower() for mail in w.post.taken()])
        assert following.send_news(*of, now=w.portal.clock) == 0
        w.portal.clock.forward(timedelta(minutes=1))
    assert sorted(went[0]) == ["other.example", "watch.example"]
    assert went[1:] == [["watch.example"], ["watch.example"]]
    assert {row.attempts for row in w.rows(followings)} == {0}, "to wait is no failure"


def test_a_rebuilt_register_makes_nothing_new_again(w: World) -> None:
    w.follow()
    w.tell(0)
    assert len(w.work()) == 1
    before = news.find(w.portal.engine, at=w.portal.clock.at)
    w.portal.clock.forward(timedelta(hours=1))
    w.tell(0)
    assert (w.work(), news.find(w.portal.engine, at=w.portal.clock.at)) == ([], before)
