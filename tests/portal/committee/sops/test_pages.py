"""Standard operating procedures for each role: section D.5; public only by a decision."""

from uuid import uuid4

import pytest
from sqlalchemy import true

from portal.committee.sops import found, queries
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.support import committee as members
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.sops import DAY, TODAY, Sops, named

PAGE, PUBLIC = "/committee/procedures", "/en/committee/public-procedures"


@pytest.fixture
def sops(portal: Pages) -> Sops:
    members.Committee(portal.engine, portal.vault)
    return Sops(portal.engine, portal.vault)


@pytest.fixture
def member(portal: Pages, sops: Sops) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="a-member")


@pytest.fixture
def holder(portal: Pages, sops: Sops) -> Visitor:
    return portal.signed_in(
        Role.MANDATE_HOLDER, account_id="holder-c", name="Hana", mandates=frozenset({"sr-food"})
    )


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def test_drafts_are_for_who_may_comment_and_what_was_adopted_for_the_house(
    portal: Pages, sops: Sops, member: Visitor, holder: Visitor
) -> None:
    assert "will appear here" in text(member.get(PAGE).text)
    draft = sops.drafted("draft", "Xylo title")
    adopted = sops.drafted("adopted")
    sops.adopted(adopted)
    house = [
        portal.signed_in(role) for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER)
    ]
    house.append(portal.signed_in(Role.HUMAN_RIGHTS_OFFICER))
    for visitor in (member, holder, *house):
        reads = visitor in (member, holder)
        page = text(visitor.get(PAGE).text)
        assert "Zora title In force" in page
        assert ("Xylo title Draft" in page) is reads
        assert visitor.get(f"{PAGE}/{draft}").status_code == (200 if reads else 404)
        assert "Quib text" in text(visitor.get(f"{PAGE}/{adopted}").text)
    for role in (Role.STAKEHOLDER_OFFICER, Role.GOVERNMENT):
        assert portal.signed_in(role).get(PAGE).status_code == 403
    assert member.get(f"{PAGE}/{named('unknown')}").status_code == 404


def test_everybody_reads_a_version_that_was_made_public_and_no_other(
    portal: Pages, sops: Sops, member: Visitor
) -> None:
    somebody = portal.visitor()
    one = sops.drafted()
    sops.adopted(one)
    sops.drafted(1, "Second title", "Second text", version=2)
    for path in (PUBLIC, f"{PUBLIC}/{one}"):
        assert "Zora" not in somebody.get(path).text
    assert somebody.get(f"{PUBLIC}/{one}").status_code == 404
    assert "Make this version public" in text(member.get(f"{PAGE}/{one}").text)
    member.post(f"{PAGE}/{one}/public/1", form())
    assert asked_for(portal.asked[-1])[:2] == ("publish-sop", {"sop_id": one, "version": 1})
    for path in ("public/2", "internal/1", "public/9"):
        assert member.get(f"{PAGE}/{one}/{path}").status_code == 404
    sops.published(one)
    assert "Zora title" in text(somebody.get(PUBLIC).text)
    page = text(somebody.get(f"{PUBLIC}/{one}").text)
    assert "Quib text" in page
    assert "Second" not in page
    member.post(f"{PAGE}/{one}/internal/1", form())
    assert asked_for(portal.asked[-1])[0] == "unpublish-sop"
    sops.unpublished(one)
    assert somebody.get(f"{PUBLIC}/{one}").status_code == 404


def test_the_committee_drafts_and_the_chair_records_the_adoption(
    portal: Pages, sops: Sops, member: Visitor
) -> None:
    member.post(f"{PAGE}/draft", form(title="Zora", text="Quib", draft="0"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"], data["draft"]) == ("draft-sop", 1, 0)
    assert data["text"]["subject"] == found.subject_of(data["sop_id"])
    assert "Quib" not in portal.asked[-1].read().decode()
    one = sops.drafted()
    filled = member.get(f"{PAGE}/{one}/draft").text
    assert "Quib text" in filled
    assert 'name="draft" type="hidden" value="1"' in filled
    days = {"adopted_on": "2026-06-18", "in_force_on": "2026-07-01"}
    page = member.get(f"{PAGE}/{one}/adopt").text
    assert "Quib text" in page
    assert (hidden(page, "version"), hidden(page, "draft")) == ("1", "1")
    check = member.post(f"{PAGE}/{one}/adopt", form(draft="1", **days)).text
    assert "Check this adoption" in check
    member.post(f"{PAGE}/{one}/adopt", form(draft="x", **days, checked="send"))
    _, data, _ = asked_for(portal.asked[-1])
    assert (data["version"], data["draft"]) == (0, -1)
    sops.adopted(one)
    stale = form(version="1", draft="1", **days, checked="send")
    assert member.post(f"{PAGE}/{one}/adopt", stale).status_code == 303, "the service refuses it"
    assert hidden(member.get(f"{PAGE}/{one}/draft").text, "version") == "2"
    assert member.get(f"{PAGE}/{one}/adopt").status_code == 404
    assert 'name="draft" type="hidden" value="0"' in member.get(f"{PAGE}/{one}/draft").text
    record = members.Committee(portal.engine, portal.vault, told=500)
    record.tell(members.elected(), members.designated("sr-food"))
    sops.drafted(1, version=2)
    for path in ("adopt", "public/1"):
        assert member.get(f"{PAGE}/{one}/{path}").status_code == 404, "there is a chair"
    this = members.member("sr-torture", holder_id="a-member")
    record.tell(members.elected(election_id="e-9", members=(this,), corrects=members.ELECTION))
    record.tell(members.left("sr-torture", TODAY - DAY, "e-9"))
    for path in ("draft", f"{one}/draft", f"{one}/comment"):
        assert member.get(f"{PAGE}/{path}").status_code == 403, "a member who left"


def test_holders_comment_and_say_with_a_reason_that_they_do_it_another_way(
    portal: Pages, sops: Sops, member: Visitor, holder: Visitor
) -> None:
    one = sops.drafted()
    assert holder.get(f"{PAGE}/{one}/another-way").status_code == 404, "none was adopted"
    page = holder.get(f"{PAGE}/{one}/comment").text
    shown = {name: hidden(page, name) for name in ("version", "draft")}
    assert shown == {"version": "1", "draft": "1"}
    holder.post(f"{PAGE}/{one}/comment", form(text="Plumb", **shown))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"], data["draft"]) == ("comment-sop", 1, 1)
    sops.commented(one, "Plumb comment")
    page = text(member.get(f"{PAGE}/{one}").text)
    assert "Plumb comment Hana" in page
    sops.adopted(one)
    assert hidden(holder.get(f"{PAGE}/{one}/comment").text, "draft") == "0"
    chief = portal.signed_in(Role.CHIEF)
    assert "Plumb" not in chief.get(f"{PAGE}/{one}").text
    asked = form(mandate="sr-food", from_on="2026-12-01", reason="Nonce")
    holder.post(f"{PAGE}/{one}/another-way", asked)
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["mandate"]) == ("deviate-from-sop", "sr-food")
    assert holder.get(f"{PAGE}/{one}/as-it-says").status_code == 404
    sops.deviated(one, "sr-food", "Nonce reason")
    for reader in (member, holder, portal.signed_in(Role.MANDATE_HOLDER)):
        assert "Nonce reason" in text(reader.get(f"{PAGE}/{one}").text)
    for role in sorted(queries.READERS - queries.COMMENTS):
        page = text(portal.signed_in(role).get(f"{PAGE}/{one}").text)
        assert "right to food" in page, "that it does it another way is no secret in the house"
        assert "Nonce" not in page
    assert holder.get(f"{PAGE}/{one}/another-way").status_code == 404
    holder.post(f"{PAGE}/{one}/as-it-says", form(mandate="sr-food"))
    assert asked_for(portal.asked[-1])[0] == "end-sop-deviation"
    with portal.engine.connect() as conn:
        assert queries.deviates(conn, one, "sr-food", TODAY + 9 * DAY)
    sops.ended(one, "sr-food")
    with portal.engine.connect() as conn:
        assert queries.deviates(conn, one, "sr-food", TODAY)
        assert not queries.deviates(conn, one, "sr-food", TODAY + DAY)
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-housing"}))
    assert other.get(f"{PAGE}/{one}/as-it-says").status_code == 404


def test_the_version_of_the_day_is_the_one_that_applies(portal: Pages, sops: Sops) -> None:
    one = sops.drafted()
    sops.adopted(one, on=TODAY - 20 * DAY)
    sops.drafted(1, "Later", version=2)
    sops.adopted(one, 2, on=TODAY)
    with portal.engine.connect() as conn:
        found_ = queries.one(conn, one, true())
    assert found_ is not None
    for days, version in ((21, None), (20, 1), (1, 1), (0, 2)):
        this = found_.in_force(TODAY - days * DAY)
        assert (this.version if this else None) == version


def test_erased_texts_are_gone_everywhere(portal: Pages, sops: Sops, member: Visitor) -> None:
    one = sops.drafted()
    sops.adopted(one)
    sops.published(one)
    portal.vault.forget(found.subject_of(one), at=portal.clock())
    for path in (PAGE, f"{PAGE}/{one}", PUBLIC, f"{PUBLIC}/{one}"):
        page = member.get(path).text
        assert "Zora" not in page
        assert "Quib" not in page
        assert "erased" in page


def test_a_holder_says_that_they_have_read_the_version_in_force(
    portal: Pages, sops: Sops, member: Visitor, holder: Visitor
) -> None:
    one = sops.drafted()
    path = f"{PAGE}/{one}/read/1"
    assert holder.get(path).status_code == 404
    sops.adopted(one)
    assert "Nobody has said so yet." in member.get(f"{PAGE}/{one}").text
    assert "Have you read this version?" in holder.get(path).text
    assert holder.post(path, form()).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "acknowledge-sop"
    sops.read(one, "holder-c")
    page = holder.get(f"{PAGE}/{one}").text
    assert "You have read it" in page
    assert "I have read it" not in page
    assert "Who has read this version" not in page
    assert "Hana" in member.get(f"{PAGE}/{one}").text


def test_a_holder_finds_the_procedures_in_force_where_they_land(
    portal: Pages, sops: Sops, holder: Visitor
) -> None:
    assert "No procedure is in force." in text(holder.get("/waiting").text)
    adopted, draft = sops.drafted("adopted"), sops.drafted("draft", "Xylo title")
    sops.adopted(adopted)
    page = holder.get("/waiting").text
    part = page.partition('aria-labelledby="procedures-in-force"')[2].partition("</section>")[0]
    assert f"{PAGE}/{adopted}" in part
    assert draft not in part
    assert "another way" not in part
    nobody = portal.signed_in(Role.MANDATE_HOLDER)
    assert "procedures-in-force" not in nobody.get("/waiting").text
