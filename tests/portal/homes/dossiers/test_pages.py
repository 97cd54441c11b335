"""The country assessment of a visit: E.5, M5, R19, and who reads which part."""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select

from portal.casefile.history import visits as past
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.homes.dossiers.read_model import versions
from portal.oversight.forgetting import erasing
from portal.public.corpus import queries as corpus
from portal.public.register import events
from portal.public.register.tables import letters, recommendations
from shared.contracts.followup_dossier_commands import SetDossierEntry
from shared.contracts.followup_dossiers import Line
from shared.contracts.followup_input_commands import EndInputCall, PublishContribution
from shared.contracts.followup_inputs import Publication
from shared.core.roles import Role
from shared.reference.dossiers import PARTS
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers, published
from tests.support.followup import assessed, issued, tell
from tests.support.followup import published as published_
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

R = Role
MINE = frozenset({"sr-torture"})
STATE = "KEN"


@pytest.fixture
def some(portal: Pages) -> Dossiers:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    return Dossiers(portal, missions)


def at(some: Dossiers, *path: str) -> str:
    return "/".join((f"/missions/{some.missions.mission_id}/assessment", *path))


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=MINE)


def form(some: Dossiers, **also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "seen": some.dossier.steps, **also}


def fill(some: Dossiers, **also: Any) -> None:
    numbers = {"letters_": 4, "recommendations_": 5, "mechanisms": 12}
    published(some.portal.engine, some.today, state=STATE, **{**numbers, **also})


def test_an_assessment_is_generated_written_and_issued(
    portal: Pages, some: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E.5: ten parts of which each line has a day and an origin; what is not known says so."""
    fill(some)
    visitor = officer(portal)
    assert at(some) in visitor.get(f"/missions/{some.missions.mission_id}").text
    page = visitor.get(at(some)).text
    with monkeypatch.context() as patched:  # what was counted of thousands of rows is kept
        patched.delattr(corpus, "rows_of")
        assert "CEDAW: its latest document has" in text(visitor.get(at(some)).text)
    shown = text(page)
    assert [f'id="part-{part}"' in page for part in PARTS] == [True] * 9
    assert f"/reprisals/of/{STATE}" in page, "part 10 is a leaf of its own"
    for said in (
        "Visit from",  # the days of this mission, whatever the file of the State says
        "published: 4; answered in substance: 0 of 0",
        f"AL {STATE} 0/",
        "Public register of letters",
        "Recommendation 0: open every place",
        "CEDAW: its latest document has",
        "Session 44: supported 4, noted 2, of 6 recommendations",
        "Torture: 6",
    ):
        assert said in shown, said
    assert "Recommendation 1:" not in shown, "of another mandate: counted by theme"
    un = shown.split("The United Nations in the country")[1]
    assert un.lstrip().startswith("Nothing is known of this.")
    assert "will appear here" in shown
    assert "What changed" not in shown
    wrong = form(some, on="", origin="", text="")
    assert visitor.post(at(some, "un", "new"), wrong).status_code == 422
    typed = form(some, on="2026-01-02", origin="A/1", text="Nine agencies", shared="y")
    assert visitor.post(at(some, "un", "new"), typed).status_code == 303
    some.asked()
    assert "Nine agencies" in visitor.get(at(some)).text
    assert "Issue a version for the team?" in visitor.get(at(some, "issue")).text
    visitor.post(at(some, "issue"), form(some))
    some.asked()
    version = text(visitor.get(at(some, "team", "1")).text)
    for said in ("Version 1 for the team", "Nine agencies", "A/1", "published: 4"):
        assert said in version
    assert at(some, "team", "1") in visitor.get(at(some)).text
    assert "Last version" in visitor.get("/assessments").text
    for gone in (at(some, "team", "2"), at(some, "x", "new"), at(some, "entries", str(uuid4()))):
        assert visitor.get(gone).status_code == 404


def test_an_assessment_says_the_last_grade_of_a_public_recommendation(
    portal: Pages, some: Dossiers
) -> None:
    """E.5 4, said anew each time: nothing of one that is not public, or is so no more."""
    fill(some)
    with portal.engine.connect() as conn:
        these = select(recommendations.c.recommendation_id, recommendations.c.text)
        one = next(row for row in conn.execute(these) if row.text.startswith("Recommendation 0:"))
    graded = replace(assessed("partially"), recommendation_id=one.recommendation_id)
    story = [issued(one.recommendation_id), graded]
    said = "Partially implemented (SR torture, 24 Nov 2026)"
    tell(portal.engine, RECOMMENDATIONS, story)
    assert said not in text(officer(portal).get(at(some)).text)
    tell(portal.engine, RECOMMENDATIONS, [*story, published_(issued(one.recommendation_id))])
    assert said in text(officer(portal).get(at(some)).text)


def test_a_reissue_shows_what_changed(portal: Pages, some: Dossiers) -> None:
    first = some.entry("Old words")
    gone = some.entry("Gone words")
    line = Line(part="letters", kind="types", on=some.today, origin="register", says=("AL", "3"))
    some.issue(line)
    visitor = officer(portal)
    entry = at(some, "entries", first.entry_id)
    shown = text(visitor.get(entry).text)
    assert "Old words" in shown
    assert "Versions that were issued keep the words from before" in shown
    same = form(some, on=str(first.on), origin="origin of Old words", text="Old words")
    visitor.post(entry, same)
    kept = TypeAdapter(SetDossierEntry).validate_python(asked_for(portal.asked[-1])[1])
    assert kept.entry == first, "what is kept as it was is no change"
    changed = form(some, on="2026-01-02", origin="B/2", text="New words")
    visitor.post(entry, changed)
    some.asked()
    remove = at(some, "entries", gone.entry_id, "remove")
    assert "Gone words" in visitor.get(remove).text
    visitor.post(remove, form(some))
    some.asked()
    assert at(some, "changes") in visitor.get(at(some)).text
    now = text(visitor.get(at(some, "changes")).text)
    assert "Compared with version 1" in now
    some.issue(replace(line, says=("AL", "4")))
    for page in (now, text(visitor.get(at(some, "team", "2", "changes")).text)):
        new, old = page.split("No longer there")[0], page.split("No longer there")[-1]
        assert "This entry has other words now: New words" in page
        assert "Old words" not in page
        assert "Gone words" in old
        assert "Gone words" not in new
    both = text(visitor.get(at(some, "team", "2", "changes")).text)
    assert "Allegation letter: 4" in both or ": 4" in both
    frozen = text(visitor.get(at(some, "team", "1")).text)
    assert "Old words" in frozen, "a version is frozen"
    assert f"dossier-{gone.entry_id}" in frozen, "by which it is erased, also once taken out"
    assert visitor.account
    assert f"Copy of {visitor.account.name}" in frozen, "on paper"
    assert at(some, "team", "2", "changes") in visitor.get(at(some, "team", "2")).text
    assert at(some, "team", "1", "changes") not in visitor.get(at(some, "team", "1")).text
    assert "Nothing changed." in text(visitor.get(at(some, "team", "1", "changes")).text)


def test_who_reads_which_part(portal: Pages, some: Dossiers) -> None:
    """E.10: other mandates read what was issued, the desk writes too, and no Government."""
    officer(portal)  # who issued it: account-1
    some.entry("Plain words", part="state")
    some.entry("Safe contact of Zora", part="consult")
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({STATE}))
    other = portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert other.get(at(some)).status_code == 404, "nothing is issued yet"
    assert some.missions.mission_id not in other.get("/assessments").text
    some.issue()
    some.issue(audience="partners")
    for visitor in (desk, other):
        page = visitor.get(at(some, "team", "1"))
        assert "Plain words" in page.text
        assert some.missions.mission_id in visitor.get("/assessments").text
        for shown in (page, visitor.get(at(some)), visitor.get(at(some, "team", "1", "changes"))):
            assert "Zora" not in shown.text
            assert "/reprisals" not in shown.text.split("<main")[1]
    assert "Zora" in officer(portal).get(at(some, "team", "1")).text
    assert "Plain words" not in officer(portal).get(at(some, "partners", "1")).text
    assert desk.get(at(some, "partners", "1")).status_code == 200
    assert "withdraw" not in desk.get(at(some, "partners", "1")).text
    assert desk.get(at(some, "team", "1", "withdraw")).status_code == 404
    assert desk.get(at(some, "consult", "new")).status_code == 404
    seen = shown_to(desk, some)
    some.entry("Another contact", part="consult")
    assert shown_to(desk, some) == seen, "a form tells nothing of part 9 either"
    typed = form(some, on="2026-01-02", origin="A/1", text="Of the desk", seen=seen)
    desk.post(at(some, "un", "new"), typed)
    some.asked()
    assert "Of the desk" in desk.get(at(some)).text
    assert shown_to(desk, some) != seen
    assert other.get(at(some, "partners", "1")).status_code == 404
    assert other.get(at(some, "un", "new")).status_code == 404
    assert "Write an entry" not in other.get(at(some)).text
    elsewhere = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"CHE"}))
    assert elsewhere.get(at(some)).status_code == 404
    for role in (R.GOVERNMENT, R.COORDINATION_COMMITTEE, R.NGO_MEMBER, R.CHIEF):
        assert portal.signed_in(role).get(at(some)).status_code == 403
    withdraw = at(some, "team", "1", "withdraw")
    assert "Withdraw this version?" in officer(portal).get(withdraw).text
    officer(portal).post(withdraw, form(some))
    some.asked()
    for visitor in (desk, other, officer(portal)):
        assert visitor.get(at(some, "team", "1")).status_code == 404
        assert visitor.get(at(some, "team", "1.pdf")).status_code == 404
    assert other.get(at(some)).status_code == 404


def shown_to(visitor: Visitor, some: Dossiers) -> str:
    page = visitor.get(at(some, "un", "new")).text
    found = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def test_r19_a_version_for_partners_is_public_checked_and_the_holders(
    portal: Pages, some: Dossiers
) -> None:
    some.entry("Inside words")
    some.entry("Public words", shared=True)
    visitor = officer(portal)
    give = at(some, "issue-for-partners")
    assert give not in visitor.get(at(some)).text
    assert visitor.get(give).status_code == 404
    holder = portal.signed_in(R.MANDATE_HOLDER, mandates=MINE)
    assert give in holder.get(at(some)).text
    sent = form(some)
    check = holder.post(give, sent)
    assert "Check before partners get the assessment" in text(check.text)
    holder.post(give, {**sent, "checked": "send"})
    some.asked()
    page = text(holder.get(at(some, "partners", "1")).text)
    assert "Public words" in page
    assert "Inside words" not in page
    assert "Whom to consult" not in page
    assert "not public" not in page
    kinds = {each["kind"] for each in stored(portal, "partners")}
    assert kinds.isdisjoint({"dates", "terms"})
    assert "Withdraw" in holder.get(at(some, "partners", "1", "withdraw")).text
    assert visitor.get(at(some, "partners", "1", "withdraw")).status_code == 404


def stored(portal: Pages, audience: str) -> list[dict[str, Any]]:
    with portal.engine.connect() as conn:
        found = conn.execute(select(versions.c.lines).where(versions.c.audience == audience))
        lines: list[dict[str, Any]] = found.scalars().first() or []
    return lines


def test_what_is_taken_back_is_gone_from_every_version(portal: Pages, some: Dossiers) -> None:
    """E.13: a source withdraws after the dossier went out. A line has no words of its own."""
    fill(some)
    inputs = Inputs(portal, some.missions)
    call = inputs.issue("Tell us")
    one = inputs.submit(call, "What we saw", name="Steppe Lawyers", publication="named")
    inputs.ask(PublishContribution(contribution_id=one, published=True, seen="named"))
    entry = some.entry("Written words")
    with portal.engine.begin() as conn:
        for row, published_on in ((1, date(2001, 5, 1)), (2, None)):
            its = {"mandates": ["sr-food"], "status": "completed", "first_on": date(2001, 2, row)}
            days = {"last_on": date(2001, 2, 9), "year": 2001, "published_on": published_on}
            key = {"import_id": "i-1", "row": row, "visit_id": str(uuid4()), "state": STATE}
            conn.execute(insert(past).values(**key, **its, **days))
    visitor = officer(portal)
    visitor.post(at(some, "issue"), form(some))
    some.asked()
    page = at(some, "team", "1")
    before = visitor.get(page).text
    imported = "Visit from 1 Feb 2001 to 9 Feb 2001"
    for said in (
        "Steppe Lawyers",
        "Recommendation 0:",
        f"AL {STATE} 1/",
        "Written words",
        imported,
    ):
        assert said in before, said
    assert "Visit from 2 Feb 2001" not in before, "it is not public"
    assert "Lawyers" not in str(stored(portal, "team"))
    assert "Recommendation" not in str(stored(portal, "team"))
    inputs.ask(PublishContribution(contribution_id=one, published=False, seen="named"))
    with portal.engine.begin() as conn:
        conn.execute(delete(letters))
        conn.execute(delete(recommendations))
        conn.execute(delete(past))
    portal.vault.forget(entry.text.subject, at=portal.clock())
    events._kept.clear()  # as the facts that take it back do
    after = visitor.get(page).text
    for said in (
        "Steppe Lawyers",
        "Recommendation 0:",
        f"AL {STATE} 1/",
        "Written words",
        imported,
    ):
        assert said not in after, said
    assert "was erased" in after
    assert "dossier" in erasing.RECORDS


def test_contributions_are_those_of_calls_that_are_public_now(
    portal: Pages, some: Dossiers
) -> None:
    """E.13: no day tells who sent it, and what goes with its call goes from every version."""
    inputs = Inputs(portal, some.missions)
    hidden, call = inputs.issue("By its address", public=False), inputs.issue("Tell us")
    some_of: list[tuple[str, str, Publication]] = [
        (hidden, "Hidden", "named"),
        (call, "Plain", "named"),
        (call, "", "unnamed"),
    ]
    for of, name, how in some_of:
        one = inputs.submit(of, f"Words of {name}", name=name, publication=how)
        inputs.ask(PublishContribution(contribution_id=one, published=True, seen=how))
    visitor = officer(portal)
    visitor.post(at(some, "issue"), form(some))
    some.asked()
    page = at(some, "team", "1")

    def told() -> str:
        shown = text(visitor.get(page).text)
        return shown.split("Contributions of the national")[-1].split("Whom to consult")[0]

    assert "Hidden" not in told()
    assert "Plain" in told()
    assert "Published without a name Call for input" in told(), "without a day"
    kept = [each for each in stored(portal, "team") if each["kind"] == "contribution"]
    assert [each["says"] for each in kept] == sorted(each["says"] for each in kept)
    assert len(kept) == 2
    of_call = {"call_id": call, "mission_id": some.missions.mission_id, "mandate": "sr-torture"}
    inputs.ask_call(EndInputCall(**of_call, seen=1, how="withdrawn"))
    assert "Nothing is known of this." in told()


def test_the_newest_are_listed_and_it_says_how_many_there_are(
    portal: Pages, some: Dossiers
) -> None:
    fill(some, letters_=310, recommendations_=0, mechanisms=0)
    visitor = officer(portal)
    assert "Letters: the newest 300 of 310 are listed" in text(visitor.get(at(some)).text)
    visitor.post(at(some, "issue"), form(some))
    some.asked()
    kept = [each for each in stored(portal, "team") if each["kind"] == "letter"]
    assert len(kept) == 300
