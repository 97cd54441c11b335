"""Follow-up rounds for each role: FR1, FR2 and section F.8."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from shared.contracts.followup_round_commands import (
    TYPES,
    AskForFollowUp,
    ChooseReminders,
    CloseRound,
    CommentOnTable,
    CompileTable,
    DeclineToAnswer,
    DescribeSituation,
    KeepAnswer,
    OpenFollowUpRound,
    PublishTable,
    SendTable,
    SubmitAnswers,
    TakeAskBack,
    TakeTableBack,
    WithdrawAnswers,
)
from shared.core.roles import Role
from shared.reference.country_teams import team_of
from tests.portal.stakeholders.test_pages import text
from tests.support.check import CHECKED
from tests.support.followup import shared
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.rounds import GOVERNMENT, HOLDER, NGO, NHRI, ONE, OTHER, STATE, TEAM, TWO, Rounds

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}
HIDDEN = ("Planted Ngo", "Planted Other", "Planted Apart", "Planted Nhri", "Org Zora", "Org Quib")


def office(portal: Pages, role: Role = R.MANDATE_HOLDER) -> Visitor:
    return portal.signed_in(role, **OWN)


def government(portal: Pages) -> Visitor:
    return portal.signed_in(R.GOVERNMENT, state_codes=frozenset({STATE}))


def ngo(portal: Pages, code: str = "org-1") -> Visitor:
    return portal.signed_in(R.NGO_MEMBER, organisation_id=code)


def a_round(portal: Pages, **also: Any) -> Rounds:
    some = Rounds(portal.engine, portal.vault, portal.clock(), **also)
    some.recommend()
    some.opened("org-1", "org-2", "nhri-1")
    return some


def others_answer(some: Rounds) -> None:
    """All that a Government must see no trace of."""
    some.keep(NGO, "Planted Ngo answer")
    some.keep(NGO, "Planted Apart answer", TWO, "holder")
    some.submit(NGO, "Org Zora")
    some.keep(OTHER, "Planted Other answer", wish="unnamed")
    some.keep(OTHER, "Planted Other second", TWO)
    some.submit(OTHER, "Org Quib")
    some.keep(NHRI, "Planted Nhri draft")
    some.compile()


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def form(visitor: Visitor, path: str, **typed: Any) -> dict[str, Any]:
    """Return what the form at this address has hidden in it, and what is typed."""
    page = visitor.get(path)
    assert page.status_code == 200, (path, page.status_code)
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    hidden += re.findall(r'name="(seen|answers)" type="hidden" value="([^"]*)"', page.text)
    kept = {name: value for name, value in hidden if name != "csrf_token"}
    found = re.findall(r'id="(seen|answers)"[^>]*value="([^"]*)"', page.text)
    return {"command_id": str(uuid4()), **kept, **dict(found), **typed}


def sent(portal: Pages, visitor: Visitor, path: str, **typed: Any) -> Any:
    answer = visitor.post(path, form(visitor, path, **typed))
    assert answer.status_code == 303, answer.text
    return last(portal)


PAGES = (
    "/rounds",
    "/rounds/{}/answer",
    "/rounds/{}/table",
    "/rounds/{}",
    "/rounds/{}/decline",
    "/rounds/{}/take-back",
    "/rounds/{}/reminders",
    "/rounds/{}/comment",
    "/rounds/{}/send",
    "/rounds/{}/rows/" + ONE,
    "/recommendations",
    "/recommendations/" + ONE,
    "/recommendations/" + TWO,
    "/notices",
    "/follow-up",
    "/follow-up/{}",
    "/register/states/CHE",
)


def everything(visitor: Visitor, some: Rounds) -> list[tuple[str, int, bytes]]:
    """Return all bytes that this person gets, without what is drawn by lot for each request."""
    found = []
    for page in PAGES:
        path = page.format(some.round_id)
        answer = visitor.get(path)
        lots = rb'nonce="[^"]*"|name="csrf_token"[^>]*>|name="command_id"[^>]*>'
        found.append((path, answer.status_code, re.sub(lots, b"", answer.data)))
    return found


def test_a_government_sees_no_trace_of_others_until_the_table_is_sent(portal: Pages) -> None:
    """FR2: all bytes are compared, with and without what others sent, kept and declined."""
    some = a_round(portal)
    visitor = government(portal)
    before = everything(visitor, some)
    some.keep(GOVERNMENT, "Our own steps")
    some.submit(GOVERNMENT)
    alone = everything(visitor, some)
    assert alone != before
    others_answer(some)
    assert everything(visitor, some) == alone
    some.send()
    table = text(visitor.get(f"/rounds/{some.round_id}/table").text)
    for shown in ("Our own steps", "Planted Ngo answer", "Org Zora", "Planted Other answer"):
        assert shown in table
    for never in ("Planted Apart", "Planted Nhri"):
        assert all(never.encode() not in body for _, _, body in everything(visitor, some))
    assert table.count("Org Quib") == 1  # beside the one that may be with the name


def test_a_provider_sees_its_own_part_alone(portal: Pages) -> None:
    some = a_round(portal)
    nhri = portal.signed_in(R.CONTACT_POINT, organisation_id="nhri-1")
    some.keep(NHRI, "Draft of the institution")
    before = everything(nhri, some)
    some.keep(GOVERNMENT, "Planted Government")
    some.submit(GOVERNMENT)
    some.keep(NGO, "Planted Ngo answer")
    some.submit(NGO, "Org Zora")
    some.compile()
    assert everything(nhri, some) == before
    some.send()
    some.comment("Planted comment")
    assert everything(nhri, some) == before
    page = text(nhri.get(f"/rounds/{some.round_id}/answer").text)
    assert "Draft of the institution" in page
    stranger = ngo(portal, "org-9")
    assert stranger.get(f"/rounds/{some.round_id}/answer").status_code == 404
    assert "A round will appear here" in text(stranger.get("/rounds").text)
    assert stranger.get(f"/rounds/{some.round_id}").status_code == 403


def test_the_country_team_is_asked_without_a_code_and_sees_its_own_part_alone(
    portal: Pages,
) -> None:
    some = a_round(portal)
    visitor, base = office(portal, R.HUMAN_RIGHTS_OFFICER), f"/rounds/{some.round_id}"
    typed = form(visitor, f"{base}/ask", kind="unct")
    assert visitor.post(f"{base}/ask", typed).status_code == 422, "it cannot read the second row"
    some.recommend(None, *(shared(team_of(STATE), row) for row in (ONE, TWO)))
    asked = sent(portal, visitor, f"{base}/ask", kind="unct", organisation_id="ignored")
    assert isinstance(asked, AskForFollowUp)
    assert (asked.kind, asked.organisation_id) == ("unct", team_of(STATE))
    partner = portal.signed_in(R.UN_PARTNER, state_codes=frozenset({STATE}))
    assert partner.get(f"{base}/answer").status_code == 404
    some.ask(AskForFollowUp, HOLDER, kind="unct", organisation_id=team_of(STATE), remind=True)
    others_answer(some)
    page = text(partner.get(f"{base}/answer").text)
    assert "You answer for the country team" in page
    assert not [one for one in HIDDEN if one in page]
    kept = sent(portal, partner, f"{base}/rows/{ONE}", text="We trained judges", wish="publish")
    assert isinstance(kept, KeepAnswer)
    assert partner.get(base).status_code == partner.get(f"{base}/table").status_code == 403
    elsewhere = portal.signed_in(R.UN_PARTNER, state_codes=frozenset({"KEN"}))
    assert elsewhere.get(f"{base}/answer").status_code == 404
    some.keep(TEAM, "We trained judges")
    some.submit(TEAM, "The country team")
    grid = visitor.get(base).text
    assert "United Nations country team" in grid
    assert team_of(STATE) not in text(grid)


def test_the_grid_has_what_was_sent_and_no_draft(portal: Pages) -> None:
    some = a_round(portal)
    some.describe("It was dark.")
    others_answer(some)
    page = text(office(portal).get(f"/rounds/{some.round_id}").text)
    for shown in ("Planted Ngo answer", "Planted Apart", "For the mandate alone", "It was dark."):
        assert shown in page
    for shown in ("No answer yet", "Answered", "2 of 2", "Table compiled", "May be reminded"):
        assert shown in page
    assert "Planted Nhri draft" not in page
    draft = text(office(portal).get(f"/rounds/{some.round_id}/table").text)
    assert "Planted Apart" not in draft
    assert "Nothing in the table" in draft
    assert (
        portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
        .get(f"/rounds/{some.round_id}")
        .status_code
        == 404
    )
    portal.clock.forward(timedelta(days=90))
    assert "No answer" in text(office(portal).get(f"/rounds/{some.round_id}").text)


def test_a_round_is_opened_and_others_are_asked(portal: Pages) -> None:
    some = a_round(portal)
    visitor = office(portal, R.HUMAN_RIGHTS_OFFICER)
    assert "Open a follow-up round" in text(visitor.get("/rounds").text)
    path = "/rounds/new/sr-torture/CHE"
    assert "Film each questioning." in text(visitor.get(path).text)
    typed = {"scope": "visit", "year": "2026", "due_on": "2027-01-20", "rows": [ONE], **CHECKED}
    opened = sent(portal, visitor, path, **typed)
    assert isinstance(opened, OpenFollowUpRound)
    assert (opened.rows, opened.scope, opened.mandate) == ((ONE,), "visit", "sr-torture")
    assert visitor.get("/rounds/new/sr-torture/FRA").status_code == 404
    base = f"/rounds/{some.round_id}"
    asked = sent(portal, visitor, f"{base}/ask", kind="ngo", organisation_id="org-2")
    assert isinstance(asked, AskForFollowUp)
    assert asked.remind is False
    typed = form(visitor, f"{base}/ask", kind="ngo", organisation_id="org-8")
    assert visitor.post(f"{base}/ask", typed).status_code == 422  # it cannot read the second row
    of_ngo = next(one for one, it in some.state.providers.items() if it.organisation_id == "org-1")
    back = sent(portal, visitor, f"{base}/providers/{of_ngo}/take-back")
    assert isinstance(back, TakeAskBack)
    assert visitor.get(f"{base}/providers/{uuid4()}/take-back").status_code == 404
    described = sent(portal, visitor, f"{base}/rows/{ONE}/situation", text="It was dark.")
    assert isinstance(described, DescribeSituation)
    assert portal.vault.reveal(described.text) == "It was dark."
    assert visitor.get(f"{base}/rows/nothing/situation").status_code == 404
    some.describe("Known before.")
    assert "Known before." in visitor.get(f"{base}/rows/{ONE}/situation").text
    assert some.state.situations[ONE] in text(visitor.get(base).text)  # by which it is erased


def test_a_provider_keeps_sends_declines_and_takes_back(portal: Pages) -> None:
    some = a_round(portal)
    visitor, base = ngo(portal), f"/rounds/{some.round_id}"
    assert visitor.get(f"{base}/send").status_code == 404
    path = f"{base}/rows/{ONE}"
    kept = sent(portal, visitor, path, text="What we saw", wish="unnamed")
    assert isinstance(kept, KeepAnswer)
    assert (kept.seen, kept.wish, portal.vault.reveal(kept.text)) == (0, "unnamed", "What we saw")
    assert sent(portal, visitor, path, text="", wish="publish").text is None
    assert visitor.get(f"{base}/rows/nothing").status_code == 404
    assert isinstance(sent(portal, visitor, f"{base}/decline"), DeclineToAnswer)
    chosen = sent(portal, visitor, f"{base}/reminders")
    assert isinstance(chosen, ChooseReminders)
    assert not chosen.wanted
    answer_id = some.keep(NGO, "What we saw")
    assert "What we saw" in visitor.get(path).text
    assert "The Government reads what may be published first" in text(visitor.get(path).text)
    assert answer_id in text(visitor.get(f"{base}/answer").text)
    nameless = form(visitor, f"{base}/send", name="")
    assert visitor.post(f"{base}/send", nameless).status_code == 422
    gone = sent(portal, visitor, f"{base}/send", name="Org Zora")
    assert isinstance(gone, SubmitAnswers)
    assert (gone.seen, portal.vault.reveal(gone.name)) == (1, "Org Zora")
    some.submit(NGO, "Org Zora")
    assert "Org Zora" in visitor.get(f"{base}/send").text
    assert isinstance(sent(portal, visitor, f"{base}/take-back"), WithdrawAnswers)
    assert visitor.get(f"{base}/decline").status_code == 404
    state = government(portal)
    assert "What may the mandate do" not in text(state.get(path).text)
    assert sent(portal, state, path, text="Ours").wish == "publish"
    assert state.get(f"{base}/comment").status_code == 404
    assert state.get(f"{base}/take-back").status_code == 404


def test_the_holder_compiles_sends_publishes_and_closes(portal: Pages) -> None:
    some = a_round(portal)
    visitor, base = office(portal), f"/rounds/{some.round_id}"
    others_answer(some)
    compiled = sent(portal, visitor, f"{base}/compile")
    assert isinstance(compiled, CompileTable)
    assert set(compiled.answers) == some.state.answers
    assert visitor.get(f"{base}/publish").status_code == 404
    table = sent(portal, visitor, f"{base}/send-table", due_on="2027-01-01", **CHECKED)
    assert isinstance(table, SendTable)
    assert table.version == 1
    some.send()
    said = sent(portal, government(portal), f"{base}/comment", text="Not so.")
    assert isinstance(said, CommentOnTable)
    some.comment("It is not so.")
    assert "It is not so." in text(visitor.get(base).text)
    unchecked = visitor.post(f"{base}/publish", form(visitor, f"{base}/publish"))
    assert "Answers in it: 2." in text(unchecked.text)
    public = sent(portal, visitor, f"{base}/publish", symbol="A/1", **CHECKED)
    assert isinstance(public, PublishTable)
    # The second recommendation is not public, so nothing said of it is.
    names = {step.text: step.name for step in public.steps}
    assert names == {"Planted Ngo answer": "Org Zora", "Planted Other answer": None}
    some.publish()
    assert isinstance(sent(portal, visitor, f"{base}/close"), CloseRound)
    back = sent(portal, visitor, f"{base}/take-table-back", reason="danger")
    assert isinstance(back, TakeTableBack)
    publisher, public_page = (
        portal.signed_in(R.PUBLICATION_OFFICER),
        f"/en/follow-up/{some.round_id}",
    )
    for one in (publisher, office(portal, R.HUMAN_RIGHTS_OFFICER)):
        assert "Take the public table back" in text(one.get(public_page).text)
        assert sent(portal, one, f"{base}/take-table-back", reason="danger") == back
    assert "Take the public table" not in text(government(portal).get(public_page).text)
    other = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert other.get(f"{base}/take-table-back").status_code == 404
    for path in ("compile", "send-table", "publish"):
        assert visitor.get(f"{base}/{path}").status_code == 404
    officer = office(portal, R.HUMAN_RIGHTS_OFFICER)
    assert officer.get(f"{base}/close").status_code == 403
    some.ask(CloseRound, HOLDER)
    for path in ("close", "ask", f"rows/{ONE}/situation"):
        assert visitor.get(f"{base}/{path}").status_code == 404
    assert government(portal).get(f"{base}/rows/{ONE}").status_code == 404


def test_the_public_table_and_the_steps_of_earlier_years(portal: Pages) -> None:
    old = a_round(portal, name="old", year=2024)
    old.keep(NGO, "Long ago")
    old.submit(NGO, "Org one")
    old.compile()
    old.send()
    anybody = portal.visitor()
    assert anybody.get(f"/en/follow-up/{old.round_id}").status_code == 404
    assert "A table will appear here" in text(anybody.get("/en/follow-up").text)
    assert "No table of this State" in text(anybody.get("/en/follow-up?state=CHE").text)
    old.publish("Frozen then")
    page = text(anybody.get(f"/en/follow-up/{old.round_id}").text)
    for shown in ("Frozen then (ngo)", "Org one", "It was dark.", "A/HRC/64/52/Add.3"):
        assert shown in page
    assert "Switzerland, 2024" in text(anybody.get("/en/follow-up?state=CHE").text)
    assert "Follow-up tables" in text(anybody.get("/en/register/states/CHE").text)
    new = Rounds(portal.engine, portal.vault, portal.clock(), told=1_000, name="new")
    new.opened("org-1")
    own = f"/rounds/{new.round_id}/answer"
    assert "Frozen then" not in text(ngo(portal).get(own).text)  # its round is not closed
    old.told = 1_500
    old.ask(CloseRound, HOLDER)
    new.told = 2_000
    new.keep(NGO, "Said this year")
    for visitor, path in ((ngo(portal), own), (office(portal), f"/rounds/{new.round_id}")):
        assert "Frozen then" in text(visitor.get(path).text)
    new.submit(NGO, "Org one")
    new.compile()
    new.send()
    assert "Frozen then" in text(government(portal).get(f"/rounds/{new.round_id}/table").text)
    new.publish("This year")
    both = text(anybody.get(f"/en/follow-up/{new.round_id}").text)
    assert both.index("Frozen then") < both.index("This year")
    old.told = 3_000
    old.ask(TakeTableBack, HOLDER, version=1, reason="danger")
    assert anybody.get(f"/en/follow-up/{old.round_id}").status_code == 404
    assert "Frozen then" not in text(anybody.get(f"/en/follow-up/{new.round_id}").text)


def test_what_is_taken_back_or_erased_leaves_the_table(portal: Pages) -> None:
    some = a_round(portal)
    others_answer(some)
    some.send()
    visitor, path = government(portal), f"/rounds/{some.round_id}/table"
    some.ask(WithdrawAnswers, OTHER, seen=some.steps_of(OTHER))
    page = text(visitor.get(path).text)
    assert "Planted Ngo answer" in page
    assert "Planted Other" not in page
    answer_id = some.state.providers[_of(some, "org-1")].sent[ONE].answer_id
    portal.vault.forget(f"followupround-{answer_id}", at=portal.clock())
    for who, where in ((visitor, path), (office(portal), f"/rounds/{some.round_id}")):
        assert "Planted Ngo" not in who.get(where).text


def _of(some: Rounds, code: str) -> str:
    return next(one for one, it in some.state.providers.items() if it.organisation_id == code)
