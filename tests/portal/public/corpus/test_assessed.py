"""What a provider's own sheet says was done is given as information by its provider (F.5)."""

import csv
import io
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.corpus.checking import Whose
from portal.public.corpus.chunking import sorted_out
from portal.public.corpus.laying import Seen
from portal.public.register.read_model import REGISTER
from shared.contracts.followup import ImplementationInfoReceived
from shared.contracts.followup_publication import RecommendationShared
from shared.contracts.followup_recommendation_commands import (
    TYPES,
    ProvideImplementationInfo,
    taken_up_id,
)
from shared.contracts.followup_taking_up import (
    Origin,
    RecommendationLetGo,
    RecommendationTakenUp,
)
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.corpus import provider_of
from tests.followup import test_reference as of_reference
from tests.followup.test_reference_own import GOVERNMENT, NGO
from tests.portal.public.corpus.conftest import said
from tests.portal.public.corpus.test_mapping import MATRIX_HEAD, mapped, of, sheet
from tests.portal.public.corpus.test_own_sheets import DESK, PUBLIC, id_of, uploaded
from tests.portal.stakeholders.test_pages import text
from tests.support.corpus import Corpus
from tests.support.followup import tell
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

LIST = f"{DESK}/what-was-done"
DONE, NOTHING = "A bill was tabled in May", "Nobody was told why"
ROWS = (
    ("Ratify the Convention", "Supported", "Treaties", DONE),
    ("Abolish the death penalty", "Noted", "Life", NOTHING),
    ("Build schools", "Supported", "Education", ""),
)


@pytest.fixture(autouse=True)
def recommendations(portal: Pages) -> None:
    ready(portal.engine, [RECOMMENDATIONS, REGISTER])


def government(portal: Pages, state: str = "KEN", **also: Any) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({state}), **also)


def member(portal: Pages, code: str = "ngo-1") -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id=code)


def laid(corpus: Corpus, *some: tuple[str, ...], provider: str | None, **also: Any) -> str:
    """Lay a matrix as the own one of a provider, as the desk took it."""
    batch_id = uploaded(corpus, sheet(MATRIX_HEAD, *some), provider=provider, **also)
    mapped(corpus, batch_id, of(MATRIX_HEAD))
    number = corpus.told + 1
    corpus.tell(replace(of_reference.taken(batch_id, number), source=provider or "UPR matrix"))
    corpus.work()
    return batch_id


def items(corpus: Corpus, *some: tuple[str, ...], provider: str | None) -> list[str]:
    """Return by what the texts of a matrix are known."""
    told, whose = of(MATRIX_HEAD), Whose(provider=provider)
    with sorted_out(io.BytesIO(sheet(MATRIX_HEAD, *some)), Seen(), told, whose) as (_, rows):
        return [one.item.key for one in rows if one.item]


def taken(
    portal: Pages, item: str, *, mandate: str = "sr-torture", source: str = "UHRI"
) -> RecommendationTakenUp:
    this = taken_up_id(mandate=mandate, item=item, addressee="KEN")
    return RecommendationTakenUp(
        recommendation_id=this,
        origin=Origin(item=item, source=source, batch_id="batch"),
        addressee="KEN",
        mandate=mandate,
        text=portal.vault.seal(f"recommendation-{this}", f"As {mandate} reads it"),
        document=portal.vault.seal(f"recommendation-{this}", "UPR; 35"),
        version=1,
        taken_up_by="holder-1",
        taken_up_at=AT,
    )


def given(portal: Pages, fact: RecommendationTakenUp, info_id: str) -> ImplementationInfoReceived:
    return ImplementationInfoReceived(
        recommendation_id=fact.recommendation_id,
        info_id=info_id,
        addressee="KEN",
        mandate=fact.mandate,
        provider="government",
        organisation_id=None,
        text=portal.vault.seal(f"recommendation-{fact.recommendation_id}", DONE),
        provided_by="another",
        received_at=AT,
    )


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), "text": DONE, "wish": "holder", **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_a_government_looks_at_each_and_sends_it_once(portal: Pages, corpus: Corpus) -> None:
    by = provider_of(GOVERNMENT)
    batch_id = laid(corpus, *ROWS, provider=by, only=("KEN",))
    me, colleague, other = government(portal), government(portal), government(portal, "UGA")
    assert f'href="{LIST}"' in me.get(DESK).text
    assert "is kept for you alone" in me.get(f"{DESK}/{batch_id}").text
    assert "will appear here" in me.get(LIST).text, "no mandate follows anything"
    ratify, death, schools = items(corpus, *ROWS, provider=by)
    followed = [taken(portal, one) for one in (ratify, schools)]
    tell(portal.engine, RECOMMENDATIONS, followed)
    for one in (me, colleague):
        page = text(one.get(LIST).text)
        assert DONE in page
        assert "As sr-torture reads it SR torture, Kenya" in page
        assert NOTHING not in page
    assert DONE not in other.get(LIST).text

    this = f"{LIST}/{ratify}/{followed[0].recommendation_id}"
    assert this in me.get(LIST).text
    page = me.get(this).text
    assert f">{DONE}</textarea>" in page.replace("\r\n", "").replace("\n", "")
    assert "What may the mandate do with it?" in page
    assert "First day that it is about" in page
    for nothing in (
        f"{LIST}/{death}/{followed[0].recommendation_id}",
        f"{LIST}/{schools}/{followed[1].recommendation_id}",
        f"{LIST}/{ratify}/{uuid4()}",
    ):
        assert me.get(nothing).status_code == 404
    assert other.get(this).status_code == 404
    answer = me.post(this, form(text="It is law since June", wish="publish"))
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(LIST)
    command = asked(portal)
    assert isinstance(command, ProvideImplementationInfo)
    assert portal.vault.reveal(command.text) == "It is law since June"
    assert (command.wish, command.recommendation_id) == ("publish", followed[0].recommendation_id)
    colleague.post(this, form())
    assert asked(portal).info_id == command.info_id, "the service takes it once"

    told = [*followed, given(portal, followed[0], command.info_id)]
    tell(portal.engine, RECOMMENDATIONS, told)
    before = len(portal.asked)
    assert "will appear here" in me.get(LIST).text
    assert me.get(this).status_code == 303
    assert me.post(this, form()).status_code == 303
    assert len(portal.asked) == before


def test_nobody_else_reads_it_before_it_is_information(portal: Pages, corpus: Corpus) -> None:
    """Not the Government of which an organisation speaks, and not the desk that takes the sheet."""
    by = str(provider_of(NGO))
    me, another = member(portal), member(portal, "ngo-2")
    batch_id = uploaded(corpus, sheet(MATRIX_HEAD, *ROWS), provider=by, uploaded_by=id_of(me))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    corpus.work()
    assert me.get(f"{DESK}/{batch_id}/columns").status_code == 200
    assert desk.get(f"{DESK}/{batch_id}/columns").status_code == 404
    mapped(corpus, batch_id, of(MATRIX_HEAD))
    corpus.work()
    assert desk.get(f"{DESK}/{batch_id}/columns").status_code == 404
    for kind in ("rows.csv", "problems.csv"):
        assert NOTHING not in desk.get(f"{DESK}/{batch_id}/{kind}").text
    own = me.get(f"{DESK}/{batch_id}/rows.csv").text.lstrip("\ufeff")
    assert list(csv.reader(io.StringIO(own)))[2][3] == NOTHING
    assert "is kept for you alone" not in desk.get(f"{DESK}/{batch_id}").text
    corpus.tell(replace(of_reference.taken(batch_id, corpus.told + 1), source=by))
    corpus.work()
    (item, *_) = items(corpus, *ROWS, provider=by)
    fact = taken(portal, item)
    shared = RecommendationShared(
        recommendation_id=fact.recommendation_id,
        mandate="sr-torture",
        organisation_id="ngo-1",
        shared_by="holder-1",
        shared_at=AT,
    )
    tell(portal.engine, RECOMMENDATIONS, [fact])
    assert "will appear here" in me.get(LIST).text, "it does not exist for them"
    tell(portal.engine, RECOMMENDATIONS, [fact, shared])
    assert DONE in me.get(LIST).text
    this = f"{LIST}/{item}/{fact.recommendation_id}"
    assert DONE in me.get(this).text
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    state = government(portal)
    officer = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    for stranger in (another, state):
        assert DONE not in stranger.get(LIST).text
        assert stranger.get(this).status_code == 404
    for stranger in (holder, officer, desk):
        assert stranger.get(LIST).status_code == 403
        assert stranger.get(this).status_code == 403
    leaver = portal.signed_in(Role.NGO_MEMBER)
    assert leaver.get(LIST).status_code == 404
    assert leaver.get(this).status_code == 404
    words = DONE.split()[-3:-1]
    for reader in (portal.visitor(), another, state, holder, officer, desk):
        for page in (
            f"{PUBLIC}?q={'+'.join(words)}",
            f"{PUBLIC}/{item}",
            "/all-recommendations/export.csv",
            "/api/v1/recommendations",
            "/api/v1/recommendations/all.ndjson",
            f"/recommendations/{fact.recommendation_id}",
        ):
            assert DONE not in reader.get(page).text


def test_words_that_are_followed_already_by_another_sheet_count(
    portal: Pages, corpus: Corpus
) -> None:
    """Each mandate that follows them gets its own; other words, and what is let go, get none."""
    there = said("Ratify the Convention", session="35", body="UPR")
    corpus.laid(there, said("Feed everybody", 2))
    by = provider_of(GOVERNMENT)
    laid(corpus, *ROWS, provider=by, only=("KEN",))
    both = [taken(portal, there.annotation, mandate=one) for one in ("sr-torture", "sr-health")]
    other = taken(portal, said("Feed everybody", 2).annotation)
    tell(portal.engine, RECOMMENDATIONS, [*both, other])
    me = government(portal)
    page = me.get(LIST).text
    assert page.count(DONE) == 2
    for one in both:
        assert one.recommendation_id in page
    gone = RecommendationLetGo(
        recommendation_id=both[0].recommendation_id,
        addressee="KEN",
        mandate="sr-torture",
        reason=portal.vault.seal("recommendation-1", "No."),
        let_go_by="holder-1",
        let_go_at=AT,
    )
    tell(portal.engine, RECOMMENDATIONS, [*both, other, gone])
    assert me.get(LIST).text.count(DONE) == 1


def test_a_later_sheet_says_it_anew_and_undoing_or_erasing_takes_it_away(
    portal: Pages, corpus: Corpus
) -> None:
    by, me = provider_of(GOVERNMENT), government(portal)
    first = laid(corpus, *ROWS, provider=by, only=("KEN",))
    (item, *_) = items(corpus, *ROWS, provider=by)
    fact = taken(portal, item)
    tell(portal.engine, RECOMMENDATIONS, [fact])
    this = f"{LIST}/{item}/{fact.recommendation_id}"

    def as_which() -> str:
        me.post(this, form())
        return str(asked(portal).info_id)

    before = as_which()
    same = laid(corpus, *ROWS, provider=by, only=("KEN",))
    assert as_which() == before, "the same words again are nothing new"
    corpus.undone(same)
    corpus.work()
    later = laid(corpus, (*ROWS[0][:3], "It is law"), provider=by, only=("KEN",))
    page = me.get(LIST).text
    assert "It is law" in page
    assert DONE not in page
    anew = as_which()
    assert anew != before
    tell(portal.engine, RECOMMENDATIONS, [fact, given(portal, fact, anew)])
    assert "will appear here" in me.get(LIST).text
    corpus.undone(later)
    for _ in range(2):
        page = me.get(LIST).text
        assert DONE in page, "what was said before stands again"
        assert "It is law" not in page
        corpus.work()
    assert portal.vault.forget(f"reference-{first}", at=AT)
    assert "will appear here" in me.get(LIST).text
    assert me.get(this).status_code == 404
    corpus.undone(first)
    corpus.work()
    assert "will appear here" in me.get(LIST).text
    assert me.get(this).status_code == 404


def test_a_text_once_for_each_theme_has_what_all_its_rows_say() -> None:
    told, whose = of(MATRIX_HEAD, joined=True), Whose(provider="ngo:1")
    again = (*ROWS[0][:2], "Torture", NOTHING)
    content = sheet(MATRIX_HEAD, ROWS[0], again, ROWS[0])
    with sorted_out(io.BytesIO(content), Seen(), told, whose) as (_, rows):
        first, *_ = (one.item for one in rows if one.item)
    assert first.assessment == f"{DONE}\n{NOTHING}"
    assert DONE not in repr(first.row)
    long = (*ROWS[0][:3], "a" * 30_001)
    for some in ([long], [(*ROWS[0][:3], one * 16_000) for one in "ab"]):
        content = sheet(MATRIX_HEAD, *some)
        with sorted_out(io.BytesIO(content), Seen(), told, whose) as (_, rows):
            assert [one.problems[0].column for one in rows] == [MATRIX_HEAD[3]] * len(some)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pages_are_said_in_other_languages(
    portal: Pages, corpus: Corpus, language: str
) -> None:
    by, me = provider_of(GOVERNMENT), government(portal, language=language)
    laid(corpus, *ROWS, provider=by, only=("KEN",))
    (item, *_) = items(corpus, *ROWS, provider=by)
    fact = taken(portal, item)
    tell(portal.engine, RECOMMENDATIONS, [fact])
    for page in (LIST, f"{LIST}/{item}/{fact.recommendation_id}"):
        told = me.get(page).text
        assert f'lang="{language}"' in told
        assert DONE in told
        assert "your sheet" not in told.casefold()
