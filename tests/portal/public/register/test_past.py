"""Letters from before the platform in the public register: found, counted, exported, and told."""

import csv
import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from portal.app.read_models import READ_MODELS
from portal.public.packs import counting
from portal.public.register import past, queries
from portal.public.register.cards import Wanted
from portal.public.register.pictures import picture
from portal.public.register.read_model import REGISTER
from portal.public.register.statistics import Asked, Reading, choices, statistics
from portal.public.register.words import address
from portal.stakeholders.read_model import chains
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals.statements import ISSUED
from tests.support.history import Desk, uploaded
from tests.support.history import csv as sheet
from tests.support.portal import pages, sqlite_urls
from tests.support.publication import arriving, published, reply_published
from tests.support.ready import ready

PAST = (
    "UA,UA YUG 3/1998,Yugoslavia,wgad; sr-torture,1998-03-17,1998-05-02,1999-02-01,https://un.org/x",
    "AL,AL GBR 2/2005,GBR,sr-torture,2005-03-01,,,",
    "AL,,Burma,wgad,1988-04-02,1988-05-01; 1990-06-01,1989-01-01,",
    "AL,AL FRA 9/2004,FRA,wgad,2005-01-03,,2006-01-01,",
    "AL,AL ZAF 03/1905,ZAF,we-apartheid; wgad,1995-01-03,,1995-06-01,",
)
"""The second one was never public."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with imported(tmp_path_factory.mktemp("past")) as desk:
        yield desk


@pytest.fixture
def undoing(tmp_path: Path) -> Iterator[Desk]:
    """One whose import a test may undo."""
    with imported(tmp_path) as desk:
        yield desk


@contextmanager
def imported(directory: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(directory)) as built:
        ready(built.engine, READ_MODELS)
        Applier(built.engine, REGISTER).apply(arriving(published(), reply_published()))
        desk = Desk(built)
        with built.engine.begin() as conn:  # a mandate that the registry alone knows
            titles = {"en": "Working Group on Apartheid", "fr": "Groupe de la ségrégation"}
            conn.execute(insert(chains).values(mandate="we-apartheid", renamed=titles))
        who = built.signed_in(Role.QUICK_RESPONSE_DESK)
        page = uploaded(who, sheet(*PAST))
        desk.step()
        who.post(f"{page}/begin", {})
        desk.asked()
        desk.work()
        yield desk


def found(house: Desk, **asked: object) -> list[str]:
    with house.portal.engine.connect() as conn:
        some, _ = queries.found(conn, Wanted(**asked))  # type: ignore[arg-type]
    return [one.reference for one in some]


LIVE, YUG, BARE = "AL FRA 3/2026", "UA YUG 3/1998", ""
FRA, ZAF = "AL FRA 9/2004", "AL ZAF 03/1905"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [LIVE, FRA, YUG, ZAF, BARE]),
        ({"past": "no"}, [LIVE]),
        ({"past": "only"}, [FRA, YUG, ZAF, BARE]),
        ({"state": "MMR"}, [BARE]),  # by the name of today
        ({"state": "BUR"}, []),
        ({"state": "YUG"}, [YUG]),
        ({"mandate": "sr-torture", "past": "only"}, [YUG]),
        ({"year": 2004}, [FRA]),  # of its reference, and not of its day
        ({"year": 1988}, [BARE]),
        ({"type": "UA"}, [YUG]),
        ({"joint": True, "past": "only"}, [YUG, ZAF]),
        ({"replied": True}, [LIVE]),  # nobody recorded whether one was in substance
        ({"words": "UA YUG 3/1998"}, [YUG]),
        ({"words": "yougoslavie"}, [YUG]),
        ({"words": "Yugo torture"}, [YUG]),
        ({"words": '"Yugo"'}, []),
        ({"words": "Birmanie"}, [BARE]),
        ({"words": "Мьянма"}, [BARE]),
        ({"words": "Yugoslavia Birmanie"}, []),
        ({"words": "GBR"}, []),
        ({"words": "AL ZAF 3/1905"}, [ZAF]),  # as one writes it today
        ({"year": 1905}, []),  # nobody sent one ninety years later
        ({"year": 1995}, [ZAF]),
        ({"mandate": "we-apartheid"}, [ZAF]),
        ({"words": "ségrégation"}, [ZAF]),
        ({"words": "произвольным ZAF"}, [ZAF]),
    ],
)
def test_search_and_filters(house: Desk, asked: dict[str, object], expected: list[str]) -> None:
    assert found(house, **asked) == expected


@pytest.mark.parametrize(("to", "name"), [("MMR", "burma"), ("MKD", "fyrom"), ("YUG", "sfry")])
def test_a_state_is_found_by_the_names_that_it_had(to: str, name: str) -> None:
    assert name in past._of_state(to)


def test_pages_follow_one_another_across_the_beginning_of_the_platform(house: Desk) -> None:
    after, seen = None, []
    with house.portal.engine.connect() as conn:
        while True:
            some, after = queries.found(conn, Wanted(before=after), 1)
            seen += [one.reference for one in some]
            if after is None:
                break
        of = queries.facets(conn, Wanted())
        one = queries.facets(conn, Wanted(past="only", state="FRA"))
    assert seen == [LIVE, FRA, YUG, ZAF, BARE]
    assert (of.total, of.past, one.total, one.past) == (5, (4, 5), 1, (1, 2))
    assert of.states == {"FRA": 2, "YUG": 1, "MMR": 1, "ZAF": 1}
    assert of.mandates["we-apartheid"] == 1


def test_they_count_among_the_letters_and_in_no_number_of_replies(house: Desk) -> None:
    with house.portal.engine.connect() as conn:
        reading = Reading(today=house.portal.clock().date(), within=60)
        every = statistics(conn, Asked(), reading)
        without = statistics(conn, Asked(past="no"), reading)
        alone = statistics(conn, Asked(past="only"), reading).all
        offered = choices(conn)
        first = counting.first_year(conn)
    assert (every.all.letters, every.all.past, without.all.letters) == (5, 4, 1)
    for name in ("replied", "days", "due", "answered", "in_time", "response_rate"):
        assert getattr(every.all, name) == getattr(without.all, name)
    assert (alone.letters, alone.due, alone.replied, alone.days) == (4, 0, 0, None)
    assert (every.all.replies_counted, alone.replies_counted) == (True, False)
    with house.portal.app.test_request_context():
        rows = {row.short: row.values for row in picture("states", every, Asked()).figure.rows}
    assert rows["YUG"] == [1, None, None]
    assert rows["FRA"][0] == 2
    assert None not in rows["FRA"]
    assert every.letters[1998, "UA"] == 1
    assert every.states["MMR"].letters == 1
    assert offered.past
    assert min(offered.years) == 1988
    assert first == 2026  # the annual statistics are without them


def test_pages_say_what_they_are_and_how_they_are_counted(house: Desk) -> None:
    anybody = house.portal.visitor()
    index = unescape(anybody.get("/en/register").text)
    assert "5 letters" in index
    assert "From before the platform" in index
    assert "Letter without a reference" in index
    assert "Burma (today Myanmar)" in index
    assert "1 reply, on" in index
    assert "GBR 2/2005" not in index
    assert 'value="only"' in index
    assert "Yugoslavia (until" in unescape(anybody.get("/en/register?state=YUG&q=torture").text)
    counted = unescape(anybody.get("/en/register/statistics").text)
    assert "Of these, from before the platform" in counted
    assert "A letter from before the platform that was public counts among the letters" in counted
    assert "/register?state=YUG" in counted
    assert "/register?mandate=we-apartheid" in counted
    # what the platform cannot publish is not followed: that would be news of everything
    for asked, followed in (("state=YUG", 0), ("mandate=we-apartheid", 0), ("state=MMR", 1)):
        page = unescape(anybody.get(f"/en/register?{asked}").text)
        assert ("Follow it by e-mail" in page) is ("published.atom" in page) is bool(followed)
        assert f'value="{asked.partition("=")[2]}" selected' in page
    # the code of a name that changed is today's; and a choice is told where nothing has it
    assert "Letter without a reference" in anybody.get("/en/register?state=BUR").text
    assert "The letter with this reference" in anybody.get("/en/register?q=al+zaf+3/1905").text
    for path in ("recommendations", "statistics", "statistics?past=no"):
        sign = "&" if "?" in path else "?"
        page = anybody.get(f"/en/register/{path}{sign}state=YUG").text
        assert 'value="YUG" selected' in page
    assert "selected" not in anybody.get("/en/register?mandate=nothing").text
    assert "past=only" in unescape(anybody.get("/en/register/statistics?past=only").text)
    # no number of replies where none is counted: it would read as a finding against the State
    replies = ("Replied to in substance<", "Sent more than 60 days ago", "Days to the first reply<")
    burma = unescape(anybody.get("/en/register/states/MMR").text)
    assert "Replies to letters from before the platform are not counted" in burma
    assert not any(one in burma for one in replies)
    assert all(one in counted for one in replies)
    assert "Letters of the platform, whose replies are counted" in counted
    for page in ("states", "themes", "themes/detention", "mandates/wgad", "states/MMR", "mandates"):
        assert anybody.get(f"/en/register/{page}").status_code == 200
    assert "YUG" not in anybody.get("/register/sitemap.xml").text
    svg = anybody.get("/register/statistics/letters.svg?past=no").text
    assert "Without letters from before the platform" in svg
    # nothing of the platform's news has them
    for feed in ("feed.atom", "feed/published.atom", "feed/published.json", "bulletin"):
        assert "1998" not in anybody.get(f"/en/register/{feed}").text
    searching = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    to = searching.post("/search", {"text": "yougoslavie", "where": "all"}).headers["Location"]
    assert "YUG 3/1998" in searching.get(to).text


def test_exports_have_them_with_a_mark(house: Desk) -> None:
    anybody = house.portal.visitor()
    rows = [*csv.DictReader(io.StringIO(anybody.get("/register/export.csv").text.lstrip("\ufeff")))]
    assert [row["before_platform"] for row in rows] == ["no", "yes", "yes", "yes", "yes"]
    yug = rows[2]
    assert (yug["transmitted"], yug["published"]) == ("1998-03-17", "1999-02-01")
    # no day of a reply in substance is not "no reply": the files say which of both is recorded
    assert (yug["replied"], yug["replies_recorded"]) == ("", "days")
    assert yug["reply_days"] == "1998-05-02"
    assert (rows[0]["replies_recorded"], rows[0]["reply_days"]) == ("in substance", "")
    assert anybody.get(re.sub(r"^https?://[^/]+", "", yug["address"])).status_code == 200
    told = json.loads(anybody.get("/register/export.json?past=only").text)["communications"]
    assert [one["reference"] for one in told] == [FRA, YUG, ZAF, BARE]
    assert told[1]["document"] == "https://un.org/x"
    (reply,) = told[3]["replies"]  # the other one came later
    assert (reply["received"], reply["kind"], reply["text"]) == ("1988-05-01", None, None)
    (live,) = json.loads(anybody.get("/register/export.json?past=no").text)["communications"]
    assert live.keys() == told[3].keys()
    assert live["replies"][0].keys() == reply.keys()
    assert (told[1]["text"], told[1]["edition"], told[1]["before_platform"]) == (None, None, True)


def test_the_page_of_a_former_state_leads_on_to_its_letters_or_to_its_name_of_today(
    house: Desk,
) -> None:
    anybody = house.portal.visitor()
    for code, page in (("YUG", "/en/register?state=YUG"), ("BUR", "/en/register/states/MMR")):
        led = anybody.get(f"/en/register/states/{code}")
        assert (led.status_code, led.location) == (302, page)
    assert YUG in anybody.get("/en/register?state=YUG").text
    assert anybody.get("/en/register/states/XXX").status_code == 404


def test_what_stands_beside_each_other_has_the_comma_of_the_language(house: Desk) -> None:
    anybody = house.portal.visitor()
    for page in ("/ar/past-letters", "/ar/register?past=only"):
        listed = anybody.get(page).text.partition("<main")[2]
        assert re.search("[A-Z]+، [A-Z]+", listed), page
        assert not re.search("[A-Z]+, [A-Z]+", listed), page


def test_they_are_read_again_with_their_own_facts_alone(
    house: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[object] = []

    def counted(conn: Connection, version: object) -> object:
        reads.append(version)
        return read(conn, version)

    read: Any = past._read
    monkeypatch.setattr(past, "_read", counted)
    past._kept.clear()  # as in a process that has just begun
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: len(found(house)) == 5, range(8)))
    house.arrive(ISSUED, "statement")  # any other fact of approvals
    assert len(found(house, words="torture")) > 0
    assert len(reads) == 1


def test_what_was_undone_is_in_no_number_any_more(undoing: Desk) -> None:
    with undoing.portal.engine.connect() as conn:
        key = queries.letter_keys(conn, "yougoslavie")[0]
        (one,) = past.by_key(conn, [key, 1]).values()
    with undoing.portal.app.test_request_context():
        assert address(one).endswith(one.letter_id)
    who = undoing.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = f"/history-desk/{undoing.facts[0].import_id}"
    assert who.post(f"{page}/undo", {"reason": "twice"}).status_code == 303
    undoing.asked()
    assert found(undoing) == [LIVE]
    with undoing.portal.engine.connect() as conn:
        assert not choices(conn).past
        assert queries.facets(conn, Wanted()).past == (0, 1)
