"""Saved searches of recommendations: each reader's own, and as many as there is room for."""

import re

import pytest

from portal.followup.recommendations import searches
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, holder
from tests.support.portal import Pages

LIST, SAVE = "/recommendations", "/recommendation-searches"


def test_a_search_is_saved_once_named_in_words_and_removed_by_its_owner_alone(
    portal: Pages,
) -> None:
    reader = holder(portal)
    for _ in range(2):
        reader.post(SAVE, data={"state": "KEN", "standing": "open", "odd": "x", "theme": "none"})
    page = reader.get(LIST).text
    assert page.count("/remove") == 1
    assert "Kenya · Followed up" in page
    assert 'href="/recommendations?state=KEN&amp;standing=open"' in page
    [search_id] = re.findall(r"/recommendation-searches/([^/]*)/remove", page)
    other = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    assert search_id not in other.get(LIST).text
    other.post(f"{SAVE}/{search_id}/remove", data={})
    assert search_id in reader.get(LIST).text
    reader.post(f"{SAVE}/{search_id}/remove", data={})
    assert search_id not in reader.get(LIST).text


def test_a_search_without_a_filter_or_beyond_the_room_is_refused(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = holder(portal)
    reader.post(SAVE, data={"theme": "nonsense"})
    assert "Choose a filter first" in reader.get(LIST).text
    monkeypatch.setattr(searches, "MOST", 1)
    for state in ("KEN", "FRA"):
        reader.post(SAVE, data={"state": state})
    assert "Remove one first" in reader.get(LIST).text
