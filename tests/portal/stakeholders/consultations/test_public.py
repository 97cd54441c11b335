"""What everybody reads of consultations: texts whose authors agreed, and no hidden organisation."""

import re
from datetime import timedelta
from typing import Any

import pytest

from portal.stakeholders.organisations.tables import veil
from shared.contracts.stakeholders_consultation_commands import CancelConsultation
from shared.core.roles import Role
from shared.reference.consultations import LANGUAGES
from tests.support.consultations import DAY, Forum, named
from tests.support.organisations import LONG_AGO, Register
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def read(portal: Pages, consultation_id: str) -> str:
    return main(portal.visitor().get(f"/consultations/{consultation_id}").text)


def test_everybody_reads_what_is_asked_and_until_when(portal: Pages, forum: Forum) -> None:
    consultation_id = forum.called()
    closed = forum.called(2, title="Second", closes=NOW - DAY)
    coming, past = main(portal.visitor().get("/consultations").text).split("Over", 1)
    assert "Working methods" in coming
    assert "Second" in past
    page = read(portal, consultation_id)
    for words in ("What helps you to take part?", "14 Dec 2026", "Everybody can read"):
        assert words in page
    assert "make a proposal" in page
    assert "make a proposal" not in read(portal, closed)
    assert portal.visitor().get(f"/consultations/{named('none')}").status_code == 404


@pytest.mark.parametrize(
    ("visible", "closes", "seen"),
    [
        ("at_once", NOW + DAY, True),
        ("after_close", NOW + DAY, False),
        ("after_close", NOW - DAY, True),
        ("never", NOW - DAY, False),
    ],
)
def test_proposals_are_read_when_the_call_said_and_as_the_author_agreed(
    portal: Pages, forum: Forum, member: Visitor, visible: str, closes: Any, *, seen: bool
) -> None:
    consultation_id = forum.called(visible=visible, closes=closes)
    forum.proposes(consultation_id, "member", "Zanthor one", consent="anonymous")
    forum.proposes(consultation_id, "member", "Quib two", consent="none")
    page = read(portal, consultation_id)
    assert ("Zanthor one" in page) is seen
    assert "Quib two" not in page
    assert "Fewer than five proposals" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_in_any_language_is_accepted_and_shown_as_it_was_written(
    portal: Pages, forum: Forum, member: Visitor, language: str
) -> None:
    """No machine translates it: the page says in which language it is, where it is known."""
    consultation_id = forum.called()
    forum.proposes(consultation_id, "member", "Zanthor", language=language, consent="anonymous")
    page = portal.visitor().get(f"/consultations/{consultation_id}").text
    tag = page[: page.index("Zanthor")].rpartition("<p")[2]
    assert (f'lang="{language}"' in tag) is (language != "other")


def test_an_organisation_is_named_only_while_everybody_may_find_it(
    portal: Pages, forum: Forum, register: Register, member: Visitor
) -> None:
    consultation_id = forum.called()
    forum.proposes(consultation_id, "member", "Zanthor one", organisation_id=organisation(1))
    forum.proposes(
        consultation_id,
        "member",
        "Quib two",
        organisation_id=organisation(1),
        consent="anonymous",
    )
    page = read(portal, consultation_id)
    assert "Alpha Watch" not in page
    assert "Zanthor one" not in page, "hidden: no name and no line"
    assert "Quib two" in page
    register.public(organisation(1), "Alpha Watch")
    page = read(portal, consultation_id)
    assert "Zanthor one Alpha Watch" in page
    assert "Quib two Without a name" in page
    with portal.engine.begin() as conn:
        veil(conn, organisation(1), LONG_AGO + timedelta(days=900))
    page = read(portal, consultation_id)
    assert "Alpha Watch" not in page
    assert "Zanthor one" not in page


def test_who_moved_to_another_organisation_is_not_named_with_it(
    portal: Pages, forum: Forum, register: Register, member: Visitor
) -> None:
    register.public(organisation(1), "Alpha Watch")
    consultation_id = forum.called()
    forum.proposes(consultation_id, "member", "Zanthor", organisation_id=organisation(2))
    forum.proposes(consultation_id, "nobody", "Quib", organisation_id=organisation(1))
    page = read(portal, consultation_id)
    assert "No proposal can be read here." in page


def test_nobody_may_keep_a_copy(portal: Pages, forum: Forum) -> None:
    answer = portal.visitor().get(f"/consultations/{forum.called()}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_answers_and_groups_come_with_the_outcome(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    shown = forum.proposes(consultation_id, "member", "Zanthor one", consent="anonymous")
    kept = forum.proposes(consultation_id, "member", "Quib two", consent="none")
    gone = forum.proposes(consultation_id, "member", "Xylo three", consent="anonymous")
    forum.withdraws(consultation_id, gone, "member")
    forum.grouped(consultation_id, shown, kept, title="On pages")
    forum.answered(consultation_id, shown, text="We do that")
    forum.answered(consultation_id, kept, text="Said to one alone")
    before = read(portal, consultation_id)
    assert "Zanthor one" in before
    for words in ("We do that", "On pages", "Xylo"):
        assert words not in before
    forum.published(consultation_id)
    page = read(portal, consultation_id)
    assert "On pages Zanthor one Without a name Taken up in part We do that" in page
    for words in ("Said to one alone", "Quib", "Xylo"):
        assert words not in page
    assert "What we change" in page
    assert "Corrected" not in page
    forum.published(consultation_id, "What we really change")
    page = read(portal, consultation_id)
    assert "What we really change" in page
    assert "Corrected" in page


def test_how_many_there_are_is_told_from_five_on(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called(visible="never")
    assert "proposals were made" not in read(portal, consultation_id)
    for number in range(5):
        forum.proposes(consultation_id, "member", f"Number {number}", consent="none")
    assert "5 proposals were made." in read(portal, consultation_id)


def test_a_cancelled_one_says_why_and_shows_no_proposal(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called()
    forum.proposes(consultation_id, "member", "Zanthor", consent="anonymous")
    forum.do(CancelConsultation(consultation_id=consultation_id, code="safety"), OFFICER)
    page = read(portal, consultation_id)
    assert "Cancelled Taking part would put somebody in danger" in page
    for words in ("Zanthor", "Fewer than five", "make a proposal"):
        assert words not in page


def test_a_named_proposal_of_an_entry_that_was_merged_is_read_under_the_real_name(
    portal: Pages, forum: Forum, register: Register
) -> None:
    duplicate, real = organisation("duplicate"), organisation("real")
    register.public(duplicate, "Alfa Watch")
    register.public(real, "Alpha Watch")
    consultation_id = forum.called(visible="at_once")
    author = portal.person(Role.NGO_MEMBER, organisation_id=duplicate)
    forum.proposes(consultation_id, author.account_id, "Zanthor", organisation_id=duplicate)
    assert "Alfa Watch" in read(portal, consultation_id)
    register.merged(duplicate, real, closes=False)
    page = read(portal, consultation_id)
    assert "Zanthor" in page
    assert "Alpha Watch" in page
    assert "Alfa Watch" not in page
