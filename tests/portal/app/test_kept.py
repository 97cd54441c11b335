"""docs/kept.md says of each kept table how long: nobody adds one that grows without a word."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from portal.app.migrate import PORTAL, VAULT
from portal.casefile.submissions import keeping
from portal.committee.activity import kept as activity
from portal.followup.recommendations import searches
from portal.homes.nominations import inviting, offers
from portal.homes.notices import deriving
from portal.public.following import asking, news
from portal.public.help import tables as problems
from portal.public.history import importing
from portal.selection import application_drafts
from portal.stakeholders.consultations import drafts as proposals
from portal.web.accounts import attempts, channel_session, draft_session, programs, remembered
from portal.web.accounts import session as sessions
from shared.platform.settings import Settings

ROOT: Final = Path(__file__).parents[3]
PAGE: Final = ROOT / "docs" / "kept.md"
_SETTING = re.compile(r"`RAPPORTEUR_([A-Z_]+)` \((\d+)\)")
_PATH = re.compile(r"`((?:portal|shared|deploy)/[\w/.-]+)`")
_TAKES_AWAY = re.compile(r"delete\(|update\(|forget\(")
DAY: Final = timedelta(days=1)
NOBODY: Final = "\N{EN DASH}"


class Row(NamedTuple):
    table: str
    each: str
    bytes: str
    kept: str
    when: str
    by: str


def rows() -> list[Row]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("| `")
    ]
    return [Row(*one) for one in cells if len(one) == len(Row._fields)]


def said(table: str) -> str:
    [row] = [row for row in rows() if row.table == f"`{table}`"]
    return row.kept


def test_each_kept_table_has_one_row_and_each_row_is_of_one() -> None:
    there = [name for of in (PORTAL, VAULT) for one in of.tables for name in one.tables]
    assert sorted(row.table.strip("`") for row in rows()) == sorted(there)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.table)
def test_what_is_not_kept_for_ever_is_taken_away_by_something(row: Row) -> None:
    assert row.each
    assert re.match(r"[\d,]+", row.bytes)
    if row.by == NOBODY:
        assert row.when == NOBODY
        assert re.match(r"for ever: |as the ", row.kept), "say why it stays"
    else:
        [path] = _PATH.findall(row.by)
        assert _TAKES_AWAY.search((ROOT / path).read_text()), "nothing is taken away there"


def test_each_setting_and_file_is_there_and_has_this_default() -> None:
    page = PAGE.read_text()
    named = _SETTING.findall(page)
    assert {f"`RAPPORTEUR_{name}` ({default})" for name, default in named} == set(
        re.findall(r"`RAPPORTEUR_[A-Z_]+`(?: \(\d+\))?", page)
    )
    for name, default in named:
        assert Settings.model_fields[name.lower()].default == int(default)
    for path in _PATH.findall(page):
        assert (ROOT / path).is_file()


@pytest.mark.parametrize(
    ("table", "time", "unit"),
    [
        ("notices", deriving.KEPT, "days"),
        ("notice_causes", deriving.KEPT, "days"),
        ("following_news", news._KEPT, "days"),
        ("followings", asking.STOPPED, "days"),
        ("nomination_invitations", inviting.LIFE, "days"),
        ("nomination_offers", offers.LIFE, "days"),
        ("nomination_offers", offers.TO_BEGIN, "days before"),
        ("application_drafts", application_drafts.LIFE, "days"),
        ("proposal_drafts", proposals.LIFE, "days"),
        ("problem_reports", problems.KEPT, "days"),
        ("history_sheets", importing.KEPT_DAYS * DAY, "days"),
        ("known_devices", remembered.KEPT, "days"),
        ("sessions", sessions.ABSOLUTE, "hours"),
        ("sessions", sessions.IDLE, "minutes"),
        ("channel_sessions", channel_session.ABSOLUTE, "hours"),
        ("channel_sessions", channel_session.IDLE, "minutes"),
        ("draft_sessions", draft_session.ABSOLUTE, "hours"),
        ("draft_sessions", draft_session.IDLE, "minutes"),
        ("wrong_answers", attempts.WINDOW, "minutes"),
    ],
)
def test_it_is_kept_as_long_as_the_code_says(table: str, time: timedelta, unit: str) -> None:
    of = {"hours": timedelta(hours=1), "minutes": timedelta(minutes=1)}.get(unit, DAY)
    words = f"{time // of} {unit}"
    assert words in said(table)


def test_what_is_an_hour_a_year_or_so_many_is_that() -> None:
    assert timedelta(hours=1) == keeping.SHOWN_FOR
    assert "for an hour" in said("channels")
    assert "an hour once" in said("draft_codes")
    assert programs.LONGEST == 365
    assert "for a year at most" in said("api_tokens")
    assert f"at most {activity.MOST} " in said("activity_views")
    assert f"at most {searches.MOST} " in said("recommendation_searches")


def test_a_command_can_be_delivered_again_for_longer_than_backups_are_kept() -> None:
    backups = (ROOT / "deploy/k8s/components/backups/store.yaml").read_text()
    days = {int(found) for found in re.findall(r"retentionPolicy: (\d+)d", backups)}
    hours = {int(found) for found in re.findall(r"ttl: (\d+)h", backups)}
    shortest = Settings.model_fields["outbox_days"].metadata[0].ge
    assert days
    assert shortest > max(days | {one // 24 for one in hours})
