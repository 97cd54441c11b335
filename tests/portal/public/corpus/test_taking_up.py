"""A text of the corpus becomes a recommendation that a mandate follows up, and is let go."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.corpus import queries
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_publication import RecommendationPublished
from shared.contracts.followup_recommendation_commands import (
    TYPES,
    LetRecommendationGo,
    PublishRecommendation,
    TakeRecommendationUp,
    taken_up_id,
)
from shared.contracts.followup_taking_up import (
    Origin,
    PublicOrigin,
    RecommendationLetGo,
    RecommendationTakenUp,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.public.corpus.conftest import said
from tests.portal.stakeholders.test_pages import text
from tests.support.check import CHECKED
from tests.support.corpus import Corpus
from tests.support.followup import issued, tell
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

TORTURE = frozenset({"sr-torture"})
ROW = said("Ban torture", 1, body="CAT", symbol="CAT/C/KEN/CO/3")
ITEM = ROW.annotation
PAGE = f"/en/all-recommendations/{ITEM}"
TAKE = f"/all-recommendations/{ITEM}/take-up"
THIS = taken_up_id(mandate="sr-torture", item=ITEM, addressee="KEN")
HERE = f"/recommendations/{THIS}"
OWN = str(derive_id("recommendation", "own"))
DOCUMENT = "CAT; CAT/C/KEN/CO/3; 2017-11-22"


@pytest.fixture
def batch(portal: Pages, corpus: Corpus) -> str:
    ready(portal.engine, [RECOMMENDATIONS, REGISTER])
    return corpus.laid(ROW, said("Feed", 2, "Uganda"))


def holder(portal: Pages, *mandates: str) -> Visitor:
    return portal.signed_in(
        Role.MANDATE_HOLDER, mandates=frozenset(mandates) if mandates else TORTURE
    )


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def form(page: str, **also: str) -> dict[str, str]:
    seen = page.split('name="seen" type="hidden" value="')[1].split('"', maxsplit=1)[0]
    return {"command_id": str(uuid4()), "seen": seen, "mandate": "sr-torture", **also}


def taken(portal: Pages, batch_id: str, **also: Any) -> RecommendationTakenUp:
    def sealed(words: str) -> Sealed:
        return portal.vault.seal(f"recommendation-{THIS}", words)

    fact = RecommendationTakenUp(
        recommendation_id=THIS,
        origin=Origin(item=ITEM, source="UHRI", batch_id=batch_id),
        addressee="KEN",
        mandate="sr-torture",
        text=sealed("1. Ban torture"),
        document=sealed(DOCUMENT),
        version=1,
        taken_up_by="holder-1",
        taken_up_at=AT,
    )
    return replace(fact, **also)


def gone(portal: Pages) -> RecommendationLetGo:
    return RecommendationLetGo(
        recommendation_id=THIS,
        addressee="KEN",
        mandate="sr-torture",
        reason=portal.vault.seal(f"recommendation-{THIS}", "Another mandate has it."),
        let_go_by="holder-1",
        let_go_at=AT,
    )


def public() -> RecommendationPublished:
    return RecommendationPublished(
        recommendation_id=THIS,
        communication_id=None,
        addressee="KEN",
        mandate="sr-torture",
        issued_at=AT,
        text="Ban torture.",
        published_by="holder-1",
        published_at=AT,
        origin=PublicOrigin(item=ITEM, source="UHRI", document=DOCUMENT),
    )


def test_a_holder_reads_the_text_once_more_and_takes_it_up(portal: Pages, batch: str) -> None:
    me = holder(portal)
    assert TAKE in me.get(PAGE).text
    page = text(me.get(TAKE).text)
    for told in ("1. Ban torture", "Universal Human Rights Index", DOCUMENT, "Kenya", "Health"):
        assert told in page
    typed = form(me.get(TAKE).text, addressee="KEN")
    check = me.post(TAKE, typed)
    assert "Check the text before you take it up" in check.text
    for told in ("1. Ban torture", DOCUMENT, "Kenya", "Health", "SR torture"):
        assert told in text(check.text)
    assert portal.asked == []
    answer = me.post(TAKE, {**typed, **CHECKED})
    assert answer.status_code == 303
    assert HERE in answer.headers["Location"]
    command = asked(portal)
    assert isinstance(command, TakeRecommendationUp)
    assert command.recommendation_id == THIS
    assert command.origin == Origin(item=ITEM, source="UHRI", batch_id=batch)
    revealed = portal.vault.reveal_all([command.text, command.document])
    assert revealed == ["1. Ban torture", DOCUMENT]
    assert command.text.subject == f"recommendation-{THIS}"


def test_the_same_text_again_is_refused_with_a_way_to_what_there_is(
    portal: Pages, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    me = holder(portal, "sr-torture", "wgad")
    page = me.get(TAKE).text
    assert f'href="{HERE}"' in page
    again = me.post(TAKE, {**form(page, addressee="KEN"), **CHECKED})
    assert again.status_code == 409
    assert "Your mandate took this up before." in again.text
    assert f'href="{HERE}"' in again.text
    other = me.post(TAKE, {**form(page, addressee="KEN", mandate="wgad"), **CHECKED})
    assert other.status_code == 303, "another mandate follows it up on its own"
    assert asked(portal).mandate == "wgad"
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), gone(portal)])
    back = me.post(TAKE, {**form(page, addressee="KEN"), **CHECKED})
    assert back.status_code == 303, "what was let go is taken up again"


def test_a_text_that_changed_or_is_no_longer_there_is_not_taken_up(
    portal: Pages, corpus: Corpus, batch: str
) -> None:
    me = holder(portal)
    typed = form(me.get(TAKE).text, addressee="KEN")
    assert me.get("/all-recommendations/nothing/take-up").status_code == 404
    corpus.laid(replace(ROW, text="1. Ban all torture"))
    changed = me.post(TAKE, {**typed, **CHECKED})
    assert changed.status_code == 409
    assert "The text was changed since." in changed.text
    assert "1. Ban all torture" in changed.text
    looked_at = form(changed.text, addressee="KEN")
    assert looked_at["seen"] != typed["seen"]
    assert "Check the text before you take it up" in me.post(TAKE, looked_at).text
    corpus.laid(said("Feed", 3), whole=True)
    assert TAKE not in me.get(PAGE).text, "it is withdrawn"
    assert me.get(TAKE).status_code == 404
    assert portal.asked == []


def test_the_key_of_an_undone_row_that_another_has_now_is_not_what_was_shown(
    portal: Pages, corpus: Corpus, batch: str
) -> None:
    me = holder(portal)
    first = corpus.laid(replace(ROW, text="1. Ban all torture"))
    typed = form(me.get(TAKE).text, addressee="KEN")
    with portal.engine.connect() as conn:
        before = queries.by_item(conn, ITEM)
    corpus.undone(first)
    corpus.work()
    corpus.laid(replace(ROW, text="1. Ban no torture"))
    with portal.engine.connect() as conn:
        now = queries.by_item(conn, ITEM)
    assert before is not None
    assert now is not None
    assert before.key == now.key
    answer = me.post(TAKE, {**typed, **CHECKED})
    assert answer.status_code == 409
    assert "1. Ban no torture" in answer.text
    assert portal.asked == []


@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER])
def test_others_are_not_offered_it(portal: Pages, batch: str, role: Role) -> None:
    somebody = portal.signed_in(role, mandates=TORTURE)
    assert TAKE not in somebody.get(PAGE).text
    assert somebody.get(TAKE).status_code == 403
    assert TAKE not in portal.visitor().get(PAGE).text


def test_both_pages_say_of_each_other_to_those_who_may_know(portal: Pages, batch: str) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    for reader in (
        holder(portal),
        portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"})),
    ):
        page = reader.get(PAGE).text
        assert "Taken up by" in page
        assert f'href="{HERE}"' in page
        own = text(reader.get(HERE).text)
        assert "Taken up from what another mechanism recommended:" in own
        assert DOCUMENT in own
        assert PAGE.removeprefix("/en") in reader.get(HERE).text
    for stranger in (
        portal.visitor(),
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
        portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"UGA"})),
        portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"),
        holder(portal, "wgad"),
    ):
        page = stranger.get(PAGE).text
        assert "Taken up by" not in page
        assert THIS not in page
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), public()])
    page = portal.visitor().get(PAGE).text
    assert "Taken up by" in page
    assert THIS not in page, "nobody has a page of it without an account"


def test_it_is_let_go_with_a_reason_and_whoever_read_it_sees_that(
    portal: Pages, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    me, go = holder(portal), f"{HERE}/let-go"
    assert go in me.get(HERE).text
    page = me.get(go).text
    assert 'name="seen" type="hidden" value="1"' in page
    assert me.post(go, {"command_id": str(uuid4()), "seen": "1"}).status_code == 422
    sent = me.post(go, {"command_id": str(uuid4()), "seen": "1", "reason": "Not ours."})
    assert sent.status_code == 303
    command = asked(portal)
    assert isinstance(command, LetRecommendationGo)
    assert (command.recommendation_id, command.seen) == (THIS, 1)
    assert portal.vault.reveal_all([command.reason]) == ["Not ours."]
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), gone(portal)])
    assert "Another mandate has it." in me.get(HERE).text
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    shown = government.get(HERE).text
    assert "Let go" in shown
    assert "Another mandate has it." not in shown
    for door in ("let-go", "assess", "publish", "close"):
        assert f"{HERE}/{door}" not in me.get(HERE).text
        assert me.get(f"{HERE}/{door}").status_code == 404
    for link in ("tags", "repeats", "addressees", "position"):
        assert f"{HERE}/{link}" not in me.get(HERE).text, "the service takes nothing of it"


def test_nothing_is_closed_in_favour_of_what_was_let_go(portal: Pages, batch: str) -> None:
    own = issued(OWN, mandate="sr-torture", addressee="KEN", text=taken(portal, batch).text)
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), own])
    me = holder(portal)
    assert THIS in me.get(f"/recommendations/{OWN}/close").text
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), own, gone(portal)])
    assert THIS not in me.get(f"/recommendations/{OWN}/close").text


def test_once_something_was_said_nobody_lets_it_go(portal: Pages, batch: str) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), public()])
    me = holder(portal)
    assert f"{HERE}/let-go" not in me.get(HERE).text
    assert me.get(f"{HERE}/let-go").status_code == 404


def test_its_import_says_that_it_stays(portal: Pages, batch: str) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    sheet = f"/recommendation-imports/{batch}"
    assert f"{sheet}/undo" in desk.get(sheet).text
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    assert f"{sheet}/undo" not in desk.get(sheet).text
    assert "so the import stays until the mandate lets it go" in text(desk.get(sheet).text)
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), gone(portal)])
    assert f"{sheet}/undo" in desk.get(sheet).text


def test_the_desk_that_takes_a_text_out_reads_which_mandate_made_it_public(
    portal: Pages, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    desk, out = portal.signed_in(Role.QUICK_RESPONSE_DESK), "/recommendation-imports/texts/take-out"
    typed = {"command_id": str(uuid4()), "item": ITEM, "reason": "person"}
    said = "public there until the mandate takes it back"
    page = desk.post(out, typed)
    assert "1. Ban torture" in page.text
    assert said not in page.text, "what is not public is not the desk's to know"
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch), public()])
    page = desk.post(out, typed)
    assert said in page.text
    assert "Special Rapporteur on torture" in text(page.text)


def test_what_is_made_public_says_whose_recommendation_it_is(
    portal: Pages, corpus: Corpus, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    me = holder(portal)
    typed = {"command_id": str(uuid4()), "text": "Ban torture.", "seen": "1"}
    assert DOCUMENT in text(me.post(f"{HERE}/publish", typed).text), "it is made public as well"
    assert me.post(f"{HERE}/publish", {**typed, **CHECKED}).status_code == 303
    command = asked(portal)
    assert isinstance(command, PublishRecommendation)
    assert command.document == DOCUMENT
    tell(portal.engine, REGISTER, [public()])
    register = text(portal.visitor().get("/en/register/recommendations").text)
    assert "recommended by another mechanism, taken up by SR torture" in register
    assert DOCUMENT in register
    feed = portal.visitor().get("/register/feed/published.json?kind=recommendation").json
    assert feed is not None
    (item,) = feed["items"]
    own = "Recommendation of another mechanism to Kenya, taken up by SR torture"
    assert item["title"] == own, "nor do feeds and mails say that the mandate recommended it"
    records = portal.visitor().get("/api/v1/recommendations").json
    assert records is not None
    first = {one["id"]: one for one in records["recommendations"]}
    assert first[ITEM]["origin"] is None
    last = portal.visitor().get("/api/v1/recommendations?cursor=p9223372036854775807").json
    assert last is not None
    (told,) = last["recommendations"]
    assert told["origin"] == {"id": ITEM, "source": "UHRI", "document": DOCUMENT}
    whole = portal.visitor().get("/api/v1/recommendations/all.ndjson").text
    assert DOCUMENT in whole


def test_a_text_that_left_the_corpus_leaves_the_recommendation_with_its_own(
    portal: Pages, corpus: Corpus, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    corpus.undone(batch)
    corpus.work()
    said = "The text that it was taken up from is no longer here."
    page = text(holder(portal).get(HERE).text)
    assert "1. Ban torture" in page
    assert said in page
    corpus.uploaded("next", ROW)
    corpus.imported("next", 9)
    assert said not in text(holder(portal).get(HERE).text), "it may be among those to come"


def test_a_text_taken_up_once_more_has_both_versions_and_no_number_for_the_first(
    portal: Pages, batch: str
) -> None:
    again = taken(portal, batch, version=2, taken_up_at=AT)
    words = portal.vault.seal(f"recommendation-{THIS}", "1. Ban all torture")
    tell(
        portal.engine,
        RECOMMENDATIONS,
        [taken(portal, batch), gone(portal), replace(again, text=words)],
    )
    page = text(holder(portal).get(HERE).text)
    assert "1. Ban all torture" in page
    assert "Text corrected" not in page
    assert str(derive_id("recommendation taken up", "sr-torture", "KEN", ITEM)) == THIS


def test_what_the_sheet_says_it_is_about_stands_apart_and_is_no_tag(
    portal: Pages, batch: str
) -> None:
    tell(portal.engine, RECOMMENDATIONS, [taken(portal, batch)])
    me = holder(portal)
    page = text(me.get(HERE).text)
    assert "The sheet that it came from says, apart from its tags here: " in page
    assert "1 suggested tag to decide about" in page, "of its words, not of the sheet"
    for theme in ("social", "detention"):
        assert HERE not in me.get(f"/recommendations?theme={theme}").text
