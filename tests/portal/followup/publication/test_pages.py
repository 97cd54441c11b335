"""What the pages of publication look like to those who decide."""

import re
from typing import Any

import pytest

from shared.core.roles import Role
from tests.support.followup import LETTER
from tests.support.portal import Pages
from tests.support.publication import (
    ORIGINAL,
    redacted,
)
from tests.support.publishing import PAGE, SEIZED, TOOL, officer, tell


@pytest.mark.parametrize(
    ("role", "also", "path"),
    [
        (Role.PUBLICATION_OFFICER, {}, PAGE),
        (Role.PUBLICATION_OFFICER, {}, TOOL),
        (Role.PUBLICATION_OFFICER, {}, f"{PAGE}/letter/approve"),
        (Role.MANDATE_HOLDER, SEIZED, f"{PAGE}/embargo"),
        (Role.MANDATE_HOLDER, SEIZED, f"{PAGE}/letter/names"),
    ],
)
def test_the_way_back_is_named_and_stands_before_the_page(
    portal: Pages,
    role: Role,
    also: dict[str, Any],
    path: str,
) -> None:
    before, _, shown = portal.signed_in(role, **also).get(path).text.partition("<main")
    back = re.search(r'class="govuk-back-link">([^<]+)<', before)
    assert back
    assert back[1] == ("Publication" if path == PAGE else "Publication of AL FRA 3/2026")
    assert "govuk-back-link" not in shown


def test_the_heading_stands_above_the_actions_of_the_page(portal: Pages) -> None:
    page = officer(portal).get(f"{PAGE}/letter/approve").text
    assert page.index("<h1") < page.index('aria-label="Actions"')


def test_two_links_of_a_document_stand_apart_and_no_redaction_is_said(portal: Pages) -> None:
    page = officer(portal).get(PAGE).text
    assert "Nothing redacted" in page
    assert "0 places" not in page
    [actions, *_] = re.findall(r'<p class="govuk-body table__actions">(.*?)</p>', page, re.DOTALL)
    assert actions.count("<a ") == 2


def test_of_an_erased_text_no_names_are_said_to_stand_or_not(portal: Pages) -> None:
    visitor = portal.signed_in(Role.MANDATE_HOLDER, **SEIZED)
    portal.vault.forget(f"communication-{LETTER}", at=portal.clock())
    page = visitor.get(f"{PAGE}/letter/names").text
    assert "This text was erased on" in page
    assert "None that is not redacted" not in page


def test_a_holder_reads_which_names_would_stand(portal: Pages) -> None:
    visitor = portal.signed_in(Role.MANDATE_HOLDER, **SEIZED)
    page = visitor.get(f"{PAGE}/letter/names").text
    [shown] = re.findall(r"Names that would stand</p>(.*?)</div>", page, re.DOTALL)
    assert "Ana Pérez: " in shown
    assert ORIGINAL.splitlines()[0] in shown
    tell(portal, redacted())
    page = visitor.get(f"{PAGE}/letter/names").text
    assert "None that is not redacted." in page
    assert "Ana Pérez" not in page
