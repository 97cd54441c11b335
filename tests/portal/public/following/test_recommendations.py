"""Following by theme, by month, and recommendations: nobody hears of more than they chose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from alembic import command

from portal.app.migrate import PORTAL, config, upgrade
from portal.public.following.tables import followings
from portal.public.following.wishes import Rhythm, next_mail
from portal.public.register.publication import Choice, Item
from shared.contracts.followup_taking_up import PublicOrigin
from shared.core.geneva import GENEVA
from shared.core.message import Sealed
from shared.platform.tables import make_engine
from shared.reference.themes import THEMES, mandates_of
from tests.support import followup
from tests.support.following import World, text
from tests.support.followup import NOW
from tests.support.publication import published, recommended

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/register/feed/published"
TAKEN_BACK = replace(
    followup.withdrawn(),
    recommendation_id=recommended().recommendation_id,
    addressee="FRA",
    issued_at=recommended().issued_at,
)
AGAIN = recommended(
    "Close every secret cell.",
    version=2,
    symbol="A/HRC/40/59/Corr.1",
    published_at=NOW + timedelta(hours=1),
)


def morning(*day: int) -> datetime:
    year, month, date = day
    return datetime(year, month, date, 6, tzinfo=GENEVA)


def told(w: World) -> list[str]:
    return [text(mail) for mail in w.work()]


def test_who_chose_no_kind_hears_of_no_recommendation(w: World) -> None:
    """A report brings many at once; and who follows since before them did not ask for them."""
    w.follow()
    w.publish(recommended())
    assert told(w) == []
    assert w.portal.visitor().get(f"{FEED}.json").get_json()["items"] == []


@pytest.mark.parametrize(
    ("typed", "hears"),
    [
        ({}, 1),
        ({"states": ["FRA"]}, 1),
        ({"states": ["ISL"]}, 0),
        ({"mandates": ["sr-torture"]}, 1),
        ({"mandates": ["wgad"]}, 0),
        ({"themes": ["detention"]}, 1),
        ({"themes": ["women"]}, 0),
        ({"themes": ["women"], "mandates": ["sr-torture"]}, 1),
        ({"themes": ["detention"], "states": ["ISL"]}, 0),
    ],
)
def test_a_recommendation_is_told_to_whom_it_concerns_by_mail_and_feed(
    w: World, typed: dict[str, Any], hears: int
) -> None:
    w.follow(kinds=["recommendation"], **typed)
    w.publish(recommended(), published("One.", 9))
    mails = told(w)
    assert len(mails) == hears
    if hears:
        assert "Recommendation to France, by SR torture" in mails[0]
        assert "Close the secret cells." in mails[0], "what tells it from others"
        assert "/en/register/AL-" not in mails[0], "no letter"
    query = "&".join(f"{name[:-1]}={code}" for name, some in typed.items() for code in some)
    items = w.portal.visitor().get(f"{FEED}.json?kind=recommendation&{query}").get_json()["items"]
    assert [one["tags"] for one in items] == [["recommendation", "FRA", "sr-torture"]] * hears


def test_its_address_opens_the_list_at_it(w: World) -> None:
    w.publish(*(recommended(f"Text {n}.", n, issued_at=NOW - timedelta(days=n)) for n in (1, 2, 3)))
    atom = w.portal.visitor().get(f"{FEED}.atom?kind=recommendation").text
    entries = ET.fromstring(atom).findall(f"{ATOM}entry")  # noqa: S314  # our own
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == 3
    for one in entries:
        link = one.find(f"{ATOM}link")
        assert link is not None
        path = link.attrib["href"].partition("/register")
        page = w.portal.visitor().get(f"/en{path[1]}{path[2]}")
        summary = one.findtext(f"{ATOM}summary") or ""
        first = page.text.partition("register__results")[2].partition("</li>")[0]
        assert summary in first
        assert (one.findtext(f"{ATOM}id") or "").partition("#")[2] in first


def test_where_it_was_corrected_it_is_told_again_and_once_it_was_taken_back_no_more(
    w: World,
) -> None:
    w.follow(kinds=["recommendation"])
    w.publish(recommended())
    assert len(told(w)) == 1
    w.portal.clock.forward(timedelta(hours=2))
    w.publish(AGAIN)
    [mail] = told(w)
    assert "Corrected: Recommendation to France" in mail
    [one] = w.portal.visitor().get(f"{FEED}.json?kind=recommendation").get_json()["items"]
    assert one["content_text"] == "Close every secret cell."
    w.portal.clock.forward(timedelta(hours=2))
    w.publish(TAKEN_BACK)
    assert told(w) == []
    assert w.portal.visitor().get(f"{FEED}.json?kind=recommendation").get_json()["items"] == []


def test_what_another_mechanism_recommended_is_told_as_that(w: World) -> None:
    w.follow(kinds=["recommendation"])
    origin = PublicOrigin(item="a" * 64, source="upr", document="Third cycle")
    w.publish(recommended(origin=origin))
    said = "Recommendation of another mechanism to France, taken up by SR torture"
    assert [said in mail for mail in told(w)] == [True]
    [one] = w.portal.visitor().get(f"{FEED}.json?kind=recommendation").get_json()["items"]
    assert one["title"] == said


def test_a_whole_report_is_in_its_feed_and_a_mail_leads_to_what_it_leaves_out(w: World) -> None:
    w.follow(kinds=["recommendation"])
    w.publish(*(recommended(f"Text {n}.", n) for n in range(100)))
    [mail] = told(w)
    assert (mail.count("Recommendation to France"), mail.count("Text ")) == (50, 50)
    assert "All of them are in the register" in mail
    assert "/en/register/recommendations\n" in mail
    items = w.portal.visitor().get(f"{FEED}.json?kind=recommendation").get_json()["items"]
    assert len({one["id"] for one in items}) == 100


def test_one_that_is_taken_back_before_the_mail_is_not_in_it(w: World) -> None:
    w.follow(kinds=["recommendation"], rhythm="daily")
    w.publish(recommended())
    assert told(w) == []
    w.publish(TAKEN_BACK)
    w.portal.clock.forward(timedelta(days=1))
    assert told(w) == []


@pytest.mark.parametrize(
    ("rhythm", "at", "then"),
    [
        ("monthly", datetime(2026, 11, 24, 9, tzinfo=UTC), morning(2026, 12, 1)),
        ("monthly", datetime(2026, 12, 1, 4, 59, tzinfo=UTC), morning(2026, 12, 1)),
        ("monthly", datetime(2026, 12, 1, 5, tzinfo=UTC), morning(2027, 1, 1)),
        ("monthly", datetime(2027, 1, 31, 23, 30, tzinfo=UTC), morning(2027, 2, 1)),
        ("monthly", datetime(2027, 1, 31, 22, tzinfo=UTC), morning(2027, 2, 1)),
        ("monthly", datetime(2026, 3, 15, tzinfo=UTC), morning(2026, 4, 1)),
        ("weekly", datetime(2026, 11, 24, 9, tzinfo=UTC), morning(2026, 11, 30)),
        ("daily", datetime(2026, 11, 24, 4, tzinfo=UTC), morning(2026, 11, 24)),
    ],
)
def test_the_next_mail_comes_in_the_morning_of_geneva(
    rhythm: Rhythm, at: datetime, then: datetime
) -> None:
    assert next_mail(rhythm, at) == then


def test_a_whole_month_comes_in_one_mail(w: World) -> None:
    w.portal.clock.forward(timedelta(days=8))  # 2 December
    own = w.follow(rhythm="monthly", kinds=["recommendation"])
    assert "Once a month" in w.portal.visitor().get(own).text
    for n in range(29):
        at = w.portal.clock.at
        w.publish(recommended(f"Text {n}.", n, issued_at=at, published_at=at))
        assert told(w) == []
        w.portal.clock.forward(timedelta(days=1))
    w.portal.clock.forward(timedelta(hours=21))  # the morning of 1 January
    [mail] = told(w)
    assert mail.count("Recommendation to France") == 29
    assert told(w) == []


def test_pages_lead_to_the_feeds_of_what_they_show(w: World) -> None:
    for page, query in (
        ("/en/register/themes/women", "theme=women"),
        ("/en/register/recommendations", "kind=recommendation"),
    ):
        shown = w.portal.visitor().get(page).text
        assert f'href="{FEED}.json?{query}"' in shown, page
        assert f"/follow?{query}" in shown, page


def test_a_theme_is_that_of_its_mandates() -> None:
    for theme in THEMES:
        assert Choice(themes=(theme,)).of_mandates == mandates_of([theme])
    assert Choice(mandates=("wgad",), themes=("women",)).of_mandates == frozenset(
        {"wgad", *THEMES["women"].mandates}
    )
    assert Choice().of_mandates is None
    item = Item(
        key="letter-1-1", kind="letter", item_id="x", at=NOW, first_at=NOW, states=("FRA",),
        mandates=("wgad",), type="AL", text="One.",
    )  # fmt: skip
    gone = Choice(themes=("a-theme-that-is-gone",))
    assert not gone.wants(item), "and not everything"


def test_who_follows_since_before_themes_chose_none_and_to_go_back_widens_nothing(
    database_url: str,
) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, PORTAL)
    columns = {
        "following_id": "1", "mark": "m", "address": "", "states": "[]", "mandates": '["wgad"]',
        "kinds": "[]", "rhythm": "daily", "language": "en", "token_hash": "t", "told": 0,
        "due_at": "2026-11-24 09:00:00+00:00", "attempts": 0, "refusals": 0,
    }  # fmt: skip
    names = ", ".join(columns)
    with engine.begin() as conn:
        command.downgrade(config(conn, PORTAL), "0044")
        values = ", ".join(f":{name}" for name in columns)
        conn.execute(sa.text(f"INSERT INTO followings ({names}) VALUES ({values})"), columns)  # noqa: S608
    upgrade(engine, PORTAL)
    with engine.begin() as conn:
        [themes] = conn.scalars(sa.text("SELECT themes FROM followings"))
        assert themes in ("[]", [])
        conn.execute(sa.text("""UPDATE followings SET themes = '["women"]'"""))
        command.downgrade(config(conn, PORTAL), "0044")
        [mandates] = conn.scalars(sa.text("SELECT mandates FROM followings"))
        found = mandates if isinstance(mandates, str) else str(mandates)
        assert all(one in found for one in ("wgad", *THEMES["women"].mandates))
    engine.dispose()


@pytest.mark.parametrize(
    ("kinds", "then", "stopped"),
    [
        ([], [], False),
        (["letter", "recommendation"], ["letter"], False),
        (["recommendation"], ["statement"], True),
    ],
)
def test_to_go_back_leaves_nothing_that_the_program_before_does_not_know(
    database_url: str, kinds: list[str], then: list[str], *, stopped: bool
) -> None:
    """It would fail on a rhythm or a kind of which it has no words, and mail nobody any more."""
    engine = make_engine(database_url, durable=True)
    upgrade(engine, PORTAL)
    row = {
        "following_id": "1", "mark": "m", "address": None, "states": [], "mandates": [],
        "themes": [], "kinds": kinds, "rhythm": "monthly", "language": "en", "token_hash": "t",
        "told": 0, "due_at": NOW, "attempts": 0, "refusals": 0,
    }  # fmt: skip
    with engine.begin() as conn:
        sealed = Sealed(subject="following-1", cipher="text")
        conn.execute(followings.insert().values({**row, "address": sealed}))
        command.downgrade(config(conn, PORTAL), "0044")
        c = followings.c
        [found] = conn.execute(sa.select(c.rhythm, c.kinds, c.stopped_at)).all()
    assert (found.rhythm, found.kinds, found.stopped_at is not None) == ("weekly", then, stopped)
    engine.dispose()
