"""Tags that the words of a text suggest: by a plain rule, and no fact before somebody says so."""

from typing import Any

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.suggesting import suggested
from shared.contracts import followup_recommendations as facts
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, PAGE, TORTURE, holder, ngo
from tests.support.check import CHECKED
from tests.support.followup import NOW, RECOMMENDATION, issued, published, sent, shared, tell
from tests.support.portal import Pages, Visitor

SAID = "Make torture a crime, and hear children with disabilities (SDG 16.3)."
SUGGESTIONS = f"{PAGE}/suggestions"
OURS: dict[str, Any] = {"recommendation_id": RECOMMENDATION, "mandate": "sr-torture"}
CHOSEN = {
    "right": ["theme detention", "target 16.3"],
    "wrong": ["theme disability"],
    "seen": "",
}


def told(portal: Pages, *more: object) -> None:
    text = portal.vault.seal(f"recommendation-{RECOMMENDATION}", SAID)
    first = [issued(text=text, communication_id=None), shared("org-1")]
    tell(portal.engine, RECOMMENDATIONS, [*first, *more])


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)


def accepted(code: str) -> list[object]:
    """Return what is said of a theme that is taken over, the only tag."""
    done: dict[str, Any] = {"accepted_by": "account-1", "accepted_at": NOW}
    tags: dict[str, Any] = {"themes": (code,), "persons": (), "targets": (), "articles": ()}
    return [
        facts.TagSuggestionAccepted(**OURS, kind="theme", code=code, **done),
        facts.RecommendationTagged(**OURS, **tags, tagged_by="account-1", tagged_at=NOW),
    ]


def rejected(kind: facts.TagKind, code: str) -> facts.TagSuggestionRejected:
    return facts.TagSuggestionRejected(
        **OURS, kind=kind, code=code, rejected_by="account-1", rejected_at=NOW
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Close the basement cells.", []),
        ("", []),
        (SAID, ["detention", "children", "disability", "children", "disability", "16.3"]),
        ("Mettre fin à la torture (cible 5.2).", ["detention", "5.2"]),
        ("Poner fin a la tortura de los niños.", ["detention", "children", "children"]),
        ("Прекратить пытки и помочь беженцам.", ["detention", "migrants"]),
        ("وضع حد للتعذيب والاحتجاز.", ["detention"]),
        ("终止酷刑。", ["detention"]),
        ("Persons in prisons of other persons have rights.", []),
        ("See paragraph 16.3 of the report, and target 18.1.", []),
        ("Report on SDG 5.A by 2027.", ["5.a"]),
        ("Transfer the detained.", []),
        ("End discrimination.", []),
        ("End discrimination, and reach equality.", ["equality"]),
    ],
)
def test_the_words_of_a_name_in_the_text_suggest_it_in_six_languages(
    text: str, codes: list[str]
) -> None:
    assert [one.code for one in suggested(text)] == codes


def test_an_officer_accepts_and_rejects_several_after_reading_them_once_more(
    portal: Pages,
) -> None:
    told(portal)
    visitor = officer(portal)
    assert SUGGESTIONS in visitor.get(PAGE).text
    page = visitor.get(SUGGESTIONS).text
    assert 'value="theme detention"' in page
    first = {"command_id": str(derive_id("x")), **CHOSEN}
    check = visitor.post(SUGGESTIONS, first)
    assert "Check what it is about before you keep it" in check.text
    assert len(portal.asked) == 0
    answer = visitor.post(SUGGESTIONS, {**first, **CHECKED})
    assert answer.status_code == 303, answer.text
    data = sent(portal.asked[-1])["data"]
    assert [one["code"] for one in data["accepted"]] == ["detention", "16.3"]
    assert [one["code"] for one in data["rejected"]] == ["disability"]
    told(portal, *accepted("detention"), rejected("theme", "disability"))
    again = visitor.post(SUGGESTIONS, {**first, **CHECKED})
    assert again.status_code == 303, "a second click is the same command, which the service knows"
    assert sent(portal.asked[-1])["id"] == sent(portal.asked[-2])["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"right": [], "wrong": []},
        {"right": ["theme disability"]},
        {"right": ["theme women"]},
    ],
)
def test_each_is_chosen_once_of_what_is_suggested_and_stays_as_typed(
    portal: Pages, wrong: dict[str, Any]
) -> None:
    told(portal)
    form = {"command_id": str(derive_id("x")), **CHOSEN, **wrong, **CHECKED}
    answer = officer(portal).post(SUGGESTIONS, form)
    assert answer.status_code == 422
    assert len(portal.asked) == 0


def test_nothing_suggested_is_found_shown_or_told_before_it_is_accepted(portal: Pages) -> None:
    told(portal, published())
    team = officer(portal)
    assert "suggested tags to decide about" in team.get(PAGE).text
    for kind, code in (("theme", "detention"), ("person", "children"), ("target", "16.3")):
        assert SAID not in team.get(f"/recommendations?{kind}={code}").text
    others = (
        ngo(portal),
        portal.signed_in(Role.GOVERNMENT, state_codes=CHE),
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-food"})),
        portal.signed_in(Role.DESK_OFFICER, state_codes=CHE),
    )
    for reader in others:
        page = reader.get(PAGE).text
        assert "suggest" not in page
        assert "Detention, torture and disappearance" not in page
        assert reader.get(SUGGESTIONS).status_code in {403, 404}
    told(portal, published(), *accepted("detention"))
    assert SAID in team.get("/recommendations?theme=detention").text
    assert "suggested, and accepted" in team.get(PAGE).text
    for reader in others:
        page = reader.get(PAGE).text
        assert "Detention, torture and disappearance" in page
        assert "suggest" not in page, "by whom it was tagged is the mandate's"


def test_what_was_decided_is_not_suggested_again(portal: Pages) -> None:
    said: list[tuple[facts.TagKind, str]] = [
        ("theme", "children"),
        ("theme", "disability"),
        ("person", "children"),
        ("person", "disability"),
    ]
    history = [*accepted("detention"), *(rejected(*one) for one in said)]
    told(portal, *history)
    visitor = holder(portal)
    page = visitor.get(SUGGESTIONS).text
    assert 'value="target 16.3"' in page
    for gone in ("theme detention", *(" ".join(one) for one in said)):
        assert f'value="{gone}"' not in page
    taken_away = facts.RecommendationTagged(
        **OURS,
        themes=(),
        persons=(),
        targets=(),
        articles=(),
        tagged_by="account-1",
        tagged_at=NOW,
    )
    told(portal, *history, taken_away)
    assert 'value="theme detention"' not in visitor.get(SUGGESTIONS).text
    told(portal, *history, taken_away, rejected("target", "16.3"))
    assert SUGGESTIONS not in visitor.get(PAGE).text
    assert visitor.get(SUGGESTIONS).status_code == 404


def test_of_a_text_that_was_erased_nothing_is_suggested_and_the_page_says_so(
    portal: Pages,
) -> None:
    told(portal)
    ours = officer(portal)
    assert ours.get(SUGGESTIONS).status_code == 200
    portal.vault.forget(f"recommendation-{RECOMMENDATION}", at=NOW)
    assert ours.get(SUGGESTIONS).status_code == 410
    late = {"command_id": str(derive_id("x")), **CHOSEN}
    assert ours.post(SUGGESTIONS, late).status_code == 409
