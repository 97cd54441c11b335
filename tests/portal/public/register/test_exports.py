"""The public register to take along: exports, feeds, figures and bulletins."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from portal.web.sheet import safe
from tests.portal.public.register.conftest import (
    ATOM,
    PERMALINK,
    read,
    tell,
)
from tests.support.portal import Pages
from tests.support.publication import (
    RENDITION,
    published,
    reply_published,
    withheld,
)


def test_csv_is_safe_in_a_spreadsheet(portal: Pages) -> None:
    tell(portal, published(mandates=("sr-torture",)), reply_published())
    rows = list(csv.DictReader(io.StringIO(read(portal, "/register/export.csv").text)))
    assert rows == [
        {
            "reference": "AL FRA 3/2026",
            "type": "AL",
            "recipient": "FRA",
            "state": "France",
            "mandates": "sr-torture",
            "joint": "no",
            "transmitted": "2026-09-24",
            "published": "2026-11-24",
            "replied": "2026-10-14",
            "days_to_reply": "20",
            "address": f"http://localhost{PERMALINK}",
            "before_platform": "no",
            "replies_recorded": "in substance",
            "reply_days": "",
            "themes": "detention",
        }
    ]
    [one] = json.loads(read(portal, "/register/export.json").text)["communications"]
    assert one["themes"] == ["detention"]
    assert [safe(one) for one in ("=1+1", "+1", "-1", "@x", "\tx", "fine", None)] == [
        "'=1+1", "'+1", "'-1", "'@x", "'\tx", "fine", "",
    ]  # fmt: skip
    assert [safe(one) for one in (-1, 0, 20)] == ["-1", "0", "20"]  # a number is no formula


def test_excel_reads_the_letters_of_every_script(portal: Pages) -> None:
    tell(portal, published())
    for file, page in (
        ("/register/export.csv", "/register"),
        ("/register/statements.csv", "/register/statements"),
        ("/register/statistics/letters.csv", "/register/statistics"),
    ):
        plain, marked = read(portal, file).data, read(portal, f"{file}?for=excel").data
        assert marked == b"\xef\xbb\xbf" + plain
        assert f"{file}?for=excel" in read(portal, page).text


def test_a_reply_of_a_day_is_of_that_day_everywhere(portal: Pages) -> None:
    """It was logged for 10 December, the day on which the letter went: midnight in Geneva."""
    sent, came = datetime(2026, 12, 10, 14, tzinfo=UTC), datetime(2026, 12, 9, 23, tzinfo=UTC)
    at_night = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # the year has begun in Geneva
    letter = published(transmitted_at=sent, published_at=at_night)
    reply = replace(reply_published(), received_at=came, published_at=at_night)
    tell(portal, letter, reply)
    [row] = csv.DictReader(io.StringIO(read(portal, "/register/export.csv").text))
    assert (row["transmitted"], row["replied"]) == ("2026-12-10", "2026-12-10")
    assert (row["days_to_reply"], row["published"]) == ("0", "2027-01-01")
    [one] = json.loads(read(portal, "/register/export.json").text)["communications"]
    assert (one["transmitted"], one["replies"][0]["received"]) == ("2026-12-10", "2026-12-10")
    page = read(portal, PERMALINK).text
    assert "Received 10 Dec 2026" in page
    assert "9 Dec 2026" not in page
    days = read(portal, "/register/statistics/days.csv").text.splitlines()
    assert days == ["Year,Days", "2026,0"]
    assert "Bulletin of January 2027" in read(portal, "/register/bulletin/2027-01").text
    assert "<lastmod>2027-01-01</lastmod>" in read(portal, "/register/sitemap.xml").text


def test_exports_hold_every_letter_however_many(portal: Pages) -> None:
    number = 1_203  # more than two batches
    tell(portal, *(published("One.", n) for n in range(10, 10 + number)))
    assert len(read(portal, "/register/export.csv").text.splitlines()) == number + 1
    exported = json.loads(read(portal, "/register/export.json").text)["communications"]
    assert len({one["reference"] for one in exported}) == number
    assert json.loads(read(portal, "/register/export.json?state=KEN").text) == {
        "communications": []
    }


def test_json_holds_texts_and_placeholders(portal: Pages) -> None:
    tell(portal, published(), withheld())
    [one] = json.loads(read(portal, "/register/export.json").text)["communications"]
    assert one["text"] == RENDITION
    assert one["replies"] == [
        {
            "kind": "substantive",
            "language": None,
            "received": "2026-10-14",
            "withheld": True,
            "text": None,
            "translations": [],
        }
    ]


def test_feeds_and_sitemap_are_well_formed(portal: Pages) -> None:
    for facts in ((), (published('<b> & "quotes" ]]>'), published("Two.", 4))):
        tell(portal, *facts)
        for address in ("/register/feed.atom", "/register/bulletin.atom", "/register/sitemap.xml"):
            answer = read(portal, address)
            assert answer.status_code == 200
            ET.fromstring(answer.text)  # noqa: S314  # our own answer
    feed = ET.fromstring(read(portal, "/register/feed.atom").text)  # noqa: S314  # likewise
    titles = [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")]
    assert sorted(filter(None, titles)) == [
        "AL FRA 3/2026: Allegation letter to France",
        "AL FRA 4/2026: Allegation letter to France",
    ]


def test_a_bulletin_tells_what_became_public_in_its_month(portal: Pages) -> None:
    tell(portal, published(), reply_published())
    assert "November 2026" in read(portal, "/register/bulletin").text
    page = read(portal, "/register/bulletin/2026-11").text
    assert page.count(PERMALINK) == 3, "under each mandate, and its reply"
    assert "/register/bulletin/latest" in read(portal, "/").text
    assert read(portal, "/register/bulletin/latest").headers["Location"].endswith("/2026-11")


def test_while_nothing_is_public_the_latest_bulletin_is_the_list_of_them(portal: Pages) -> None:
    assert read(portal, "/register/bulletin/latest").headers["Location"] == "/en/register/bulletin"
