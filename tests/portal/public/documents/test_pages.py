"""What each person sees of the library: section H.5, default deny."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.public.documents.found import subject_of
from portal.web.audit.chain import audit
from shared.core.roles import Role
from tests.portal.public.documents.conftest import PAGE, PUBLIC
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import documents as said
from tests.support.documents import REASON, SUMMARY, TITLE, Library
from tests.support.portal import Pages, Visitor


def test_everybody_reads_what_is_public_and_nothing_else(portal: Pages, library: Library) -> None:
    stranger = portal.visitor()
    assert "Documents will appear here." in text(stranger.get(PUBLIC).text)
    library.document("holders", title="Quib inside")
    one = library.document("public", titles={"fr": "Manuel Quib"})
    library.current(one, 1, "fr", translates=1)
    page = text(stranger.get(PUBLIC).text)
    assert TITLE in page
    assert "Quib inside" not in page
    assert "1 document" in page
    assert "Manuel Quib" in text(stranger.get("/fr/library").text)
    shown = text(stranger.get(f"{PUBLIC}/{one}").text)
    assert f"{SUMMARY} en 1" in shown
    assert "Who can see it: Everybody" in shown
    assert f"{SUMMARY} fr 1" in text(stranger.get(f"/fr/library/{one}").text)
    assert f"{SUMMARY} fr 1" in text(stranger.get(f"{PUBLIC}/{one}/v/1?in=fr").text)


@pytest.mark.parametrize(
    ("audience", "role"),
    [
        ("governments", Role.GOVERNMENT),
        ("nhri", Role.CONTACT_POINT),
        ("ngo", Role.NGO_MEMBER),
        ("holders", Role.MANDATE_HOLDER),
        ("staff", Role.DESK_OFFICER),
    ],
)
def test_each_audience_sees_its_own(
    portal: Pages, library: Library, audience: str, role: Role
) -> None:
    own = library.document(audience, title="Quib own")
    other = library.document(*({"holders", "ngo"} - {audience}), title="Quib other")
    visitor = portal.signed_in(role)
    page = text(visitor.get(PAGE).text)
    assert "Quib own" in page
    assert "Quib other" not in page
    assert "1 document" in page
    assert visitor.get(f"{PAGE}/{own}").status_code == 200
    assert visitor.get(f"{PAGE}/{other}").status_code == 404
    assert visitor.get(f"{PAGE}/{other}/v/1").status_code == 404


def test_a_document_of_a_mandate_is_its_holders_and_officers_until_it_ends(
    portal: Pages, library: Library, holder: Visitor, librarian: Visitor
) -> None:
    one = library.document("mandate:wgad")
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    for visitor, status in ((holder, 200), (officer, 200), (other, 404)):
        assert visitor.get(f"{PAGE}/{one}").status_code == status
    with portal.engine.begin() as conn:
        from portal.stakeholders.read_model import chains  # noqa: PLC0415  # for this test alone

        ended = portal.clock.at.date() - timedelta(days=2)
        conn.execute(chains.insert().values(mandate="wgad", ended_on=ended))
    assert holder.get(f"{PAGE}/{one}").status_code == 404
    assert "This mandate has ended" in text(librarian.get(f"{PAGE}/{one}").text)


def test_narrowing_hides_old_versions_too_everywhere(
    portal: Pages, library: Library, holder: Visitor
) -> None:
    one = library.document("public", "holders", "staff")
    library.current(one, 2)
    places = [f"{PAGE}/{one}", f"{PAGE}/{one}/v/1", f"{PAGE}/{one}/v/2"]
    stranger = portal.visitor()
    for place in places:
        assert holder.get(place).status_code == 200
        assert stranger.get(place.replace(PAGE, PUBLIC)).status_code == 200
    library.narrowed(one, "staff")
    for place in places:
        assert holder.get(place).status_code == 404
        assert stranger.get(place.replace(PAGE, PUBLIC)).status_code == 404
    for query in ("", "?q=quib", "?kind=manual", "?in=en", "?theme=visits"):
        assert TITLE not in holder.get(f"{PAGE}{query}").text
        assert TITLE not in stranger.get(f"{PUBLIC}{query}").text
    assert TITLE in portal.signed_in(Role.DESK_OFFICER).get(PAGE).text


def test_drafts_are_for_who_keeps_the_document(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor, holder: Visitor
) -> None:
    one = library.document("holders")
    library.uploaded(one, 2)
    bare = library.registered("holders", title="Quib bare")
    for visitor in (librarian, chief):
        assert f"{SUMMARY} en 2" in visitor.get(f"{PAGE}/{one}/v/2").text
        assert "Quib bare" in visitor.get(f"{PAGE}?state=prepared").text
        assert "Quib bare" not in visitor.get(PAGE).text
        assert "No version of this document is current." in visitor.get(f"{PAGE}/{bare}").text
    assert holder.get(f"{PAGE}/{one}/v/2").status_code == 404
    assert holder.get(f"{PAGE}/{bare}").status_code == 404
    assert "Quib bare" not in holder.get(f"{PAGE}?state=prepared").text
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.get(f"{PAGE}/{bare}").status_code == 404
    owned = library.registered("holders", unit="desk")
    assert "Submit it for review" not in desk.get(f"{PAGE}/{owned}").text
    library.uploaded(owned)
    assert "Submit it for review" in desk.get(f"{PAGE}/{owned}").text
    assert "Approve it" not in desk.get(f"{PAGE}/{owned}").text


def test_what_not_everybody_reads_of_a_public_document_is_read_on_record(
    portal: Pages, library: Library, librarian: Visitor
) -> None:
    one = library.document("public")
    library.uploaded(one, 2)

    def recorded() -> int:
        with portal.engine.connect() as conn:
            mine = audit.c.subject == subject_of(one)
            return conn.scalar(select(func.count()).select_from(audit).where(mine)) or 0

    librarian.get(f"{PAGE}/{one}")
    assert recorded() == 0
    librarian.get(f"{PAGE}/{one}/v/2")
    librarian.get(f"{PAGE}/{one}/en/2/submit")
    assert recorded() == 2
    library.withdrawn(one)
    librarian.get(f"{PAGE}/{one}")
    assert recorded() == 3


def test_what_a_version_is_stands_on_its_page(
    portal: Pages, library: Library, holder: Visitor
) -> None:
    one = library.document("holders")
    library.current(one, 1, "fr", translates=1)
    assert "Translates" not in holder.get(f"{PAGE}/{one}/v/1?in=fr").text
    library.current(one, 2)
    assert "This version was superseded." in holder.get(f"{PAGE}/{one}/v/1").text
    assert f"{SUMMARY} en 2" in holder.get(f"{PAGE}/{one}").text
    assert "Translates version 1 of 2" in text(holder.get(f"{PAGE}/{one}/v/1?in=fr").text)
    reason = library.seal(one, REASON)
    library.step(said.WITHDRAWN, one, 2, reason=reason)
    page = text(holder.get(f"{PAGE}/{one}/v/2").text)
    assert "This version was withdrawn." in page
    assert REASON in page
    assert f"{SUMMARY} en 2" not in page  # nobody reads it any more but who keeps it
    assert f"{SUMMARY} fr 1" in holder.get(f"{PAGE}/{one}").text  # what is current still
    assert "Translates version 1 of 2" in text(holder.get(f"{PAGE}/{one}/v/1?in=fr").text)
    assert "Read the current one" in holder.get(f"{PAGE}/{one}/v/1").text
    library.step(said.WITHDRAWN, one, 1, "fr", reason=reason, with_original=True)
    page = text(holder.get(f"{PAGE}/{one}/v/1?in=fr").text)
    assert "withdrawn with the version that it translates" in page
    assert holder.get(f"{PAGE}/{one}/v/3").status_code == 404
    page = text(holder.get(f"{PAGE}/{one}/v/1").text)
    assert "This version was superseded, and none is current now." in page


def test_a_withdrawn_document_keeps_its_address_and_says_why(
    portal: Pages, library: Library, librarian: Visitor
) -> None:
    one = library.document("public")
    newer = library.document("public", title="Quib newer", supersedes=one)
    stranger = portal.visitor()
    page = text(stranger.get(f"{PUBLIC}/{one}").text)
    assert "Another document replaces this one: Quib newer" in page
    library.withdrawn(one)
    page = text(stranger.get(f"{PUBLIC}/{one}").text)
    assert "This document was withdrawn." in page
    assert REASON in page
    assert SUMMARY not in page
    assert "Current" not in page
    assert f"/{one}" not in stranger.get(PUBLIC).text
    assert f"/{one}" in librarian.get(f"{PAGE}?state=withdrawn").text
    assert "Upload a version" not in librarian.get(f"{PAGE}/{one}").text
    library.narrowed(newer, "staff")
    assert "Quib newer" not in stranger.get(f"{PUBLIC}/{one}").text


def test_documents_are_found_by_words_kind_theme_and_language(
    library: Library, holder: Visitor, librarian: Visitor, portal: Pages
) -> None:
    one = library.document("holders", title="Quib alpha", titles={"fr": "Élan"}, kind="form")
    two = library.document("holders", title="Quib beta", themes=("reports",))
    library.current(two, 1, "fr", translates=1)
    for query, ids in (
        ("q=ALPHA", [one]),
        ("q=élan", [one]),
        ("q=gribble", [one, two]),
        ("q=nothing", []),
        ("q=alpha quib", [one]),
        ("q=alpha beta", []),
        ("q=e\u0301lan gribble", [one]),
        ("kind=form", [one]),
        ("theme=reports", [two]),
        ("in=fr", [two]),
        ("kind=nonsense&theme=x&in=x&state=due", [one, two]),
    ):
        page = holder.get(f"{PAGE}?{query}").text
        assert {each for each in (one, two) if each in page} == set(ids), query
    assert "No document fits." in holder.get(f"{PAGE}?q=nothing").text
    library.uploaded(one, 1, "fr", translates=1)
    assert f"/{one}" in librarian.get(f"{PAGE}?in=fr&state=prepared").text
    assert f"/{two}" not in librarian.get(f"{PAGE}?in=fr&state=prepared").text
    due = library.document("staff", review_on=portal.clock.at.date())
    assert f"/{due}" in librarian.get(f"{PAGE}?state=due").text
    assert f"/{one}" not in librarian.get(f"{PAGE}?state=due").text
    assert "Due for review" in librarian.get(f"{PAGE}/{due}").text


def test_the_kit_is_on_the_page_of_the_first_weeks_for_who_can_see_it(
    library: Library, holder: Visitor
) -> None:
    mine = library.document("holders", title="Quib kit")
    library.document("staff", title="Quib hidden")
    weeks = "/mandates/onboarding/mine"
    assert "The induction kit" not in holder.get(weeks).text
    library.tell(replace(said.BUNDLED, documents=(mine,)))
    page = text(holder.get(weeks).text)
    assert "The induction kit" in page
    assert "Quib kit" in page
    library.narrowed(mine, "staff")
    assert "Quib kit" not in holder.get(weeks).text


def test_who_keeps_it_reads_who_has_read_which_version(
    portal: Pages, library: Library, librarian: Visitor, holder: Visitor
) -> None:
    one = library.document("holders")
    reader = portal.person(Role.MANDATE_HOLDER, name="Zora Invented")
    assert "Nobody has said so yet." in librarian.get(f"{PAGE}/{one}").text
    library.step(said.HAS_READ, one, reader=reader.account_id)
    assert "Zora Invented" in librarian.get(f"{PAGE}/{one}").text
    page = holder.get(f"{PAGE}/{one}").text
    assert "Zora Invented" not in page
    assert "I have read it" in page
    assert holder.account
    library.step(said.HAS_READ, one, reader=holder.account.account_id)
    page = holder.get(f"{PAGE}/{one}").text
    assert "You have read it" in page
    assert "I have read it" not in page


def test_the_door_for_readers_is_closed_without_an_account(portal: Pages) -> None:
    assert portal.visitor().get(PAGE).status_code in {302, 303}
