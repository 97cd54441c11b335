"""Visible recommendations of each role, and the information on them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from portal.followup.recommendations.described import to_the_un
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import (
    assessments_of,
    find,
    information_on,
    invited_to,
    listed,
)
from portal.followup.recommendations.sight import READERS
from portal.followup.recommendations.words import grade, provider, short, status
from shared.contracts.followup_recommendations import RecommendationAddresseeNamed
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from shared.reference.country_teams import team_of
from tests.support.compiled import engine_of
from tests.support.followup import (
    RECOMMENDATION,
    assessed,
    implemented,
    informed,
    issued,
    published,
    shared,
    tell,
    unshared,
    withdrawn,
)

INVITED = (shared("org-1"), shared("nhri-1"))
TEXT = Sealed("recommendation-1", "cipher")


def somebody(
    role: Role,
    *,
    mandates: str = "",
    states: str = "",
    actor_id: str = "somebody",
    organisation_id: str | None = None,
) -> Actor:
    return Actor(
        actor_id=actor_id,
        roles=frozenset({role}),
        mandates=frozenset(mandates.split()),
        states=frozenset(states.split()),
        organisation_id=organisation_id,
    )


HOLDER = somebody(Role.MANDATE_HOLDER, mandates="sr-torture")
OFFICER = somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="sr-torture")
NGO = somebody(Role.NGO_MEMBER, organisation_id="org-1")
NHRI = somebody(Role.CONTACT_POINT, organisation_id="nhri-1")
GOVERNMENT = somebody(Role.GOVERNMENT, states="CHE")
DESK = somebody(Role.DESK_OFFICER, states="CHE")
TEAM = somebody(Role.UN_PARTNER, states="CHE")
MEMBER = somebody(Role.NGO_MEMBER, organisation_id="org-2")
# sees it, works for its mandate
MATRIX = [
    (HOLDER, True, True),
    (somebody(Role.MANDATE_HOLDER, mandates="sr-health"), False, False),
    (OFFICER, True, True),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="sr-health"), False, False),
    (NGO, True, False),  # invited
    (NHRI, True, False),  # likewise
    (MEMBER, False, False),
    (somebody(Role.CONTACT_POINT, organisation_id="nhri-2"), False, False),
    (somebody(Role.NGO_MEMBER), False, False),
    (somebody(Role.GOVERNMENT, states="CHE", organisation_id="org-2"), True, False),
    (GOVERNMENT, True, False),
    (somebody(Role.GOVERNMENT, states="KEN"), False, False),
    (DESK, False, False),
    (somebody(Role.DESK_OFFICER, states="KEN"), False, False),
    (TEAM, False, False),
    (somebody(Role.UN_PARTNER, states="KEN", organisation_id="org-1"), False, False),
    *(
        (somebody(role, mandates="sr-torture", states="CHE"), False, False)
        for role in Role
        if role not in READERS
    ),
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    yield made
    made.dispose()


def test_a_recommendation_is_shared_with_those_who_implement_it(engine: Engine) -> None:
    story = [
        issued(),
        *INVITED,
        informed("ngo", by="x", organisation_id="org-9"),
        assessed("partially"),
    ]
    tell(engine, RECOMMENDATIONS, story)
    with engine.connect() as conn:
        for actor, seen, ours in MATRIX:
            found = find(conn, actor, RECOMMENDATION)
            assert (found is not None) == seen, actor
            assert [one.recommendation_id for one in listed(conn, actor)] == (
                [RECOMMENDATION] if seen else []
            ), actor
            if found is None:
                continue
            assert found.ours == ours, actor
            assert (found.communication_id is not None) == ours, "the letter is confidential"
            assert found.informed == ours, "what others said is not even counted"
            assert len(information_on(conn, actor, found)) == ours, actor
            assert len(assessments_of(conn, found)) == ours, "the grade is told once it is public"
            assert (found.grade is not None) == ours, actor
    tell(engine, RECOMMENDATIONS, [*story, published()])
    with engine.connect() as conn:
        for actor, _, ours in MATRIX:
            public = find(conn, actor, RECOMMENDATION)
            if public:
                [assessment] = assessments_of(conn, public)
                assert (assessment.rationale is not None) == ours, actor
                assert public.grade == "partially"


def test_an_invitation_that_is_taken_back_holds_no_more(engine: Engine) -> None:
    tell(engine, RECOMMENDATIONS, [issued(), *INVITED, unshared("org-1")])
    with engine.connect() as conn:
        assert find(conn, NGO, RECOMMENDATION) is None
        about = find(conn, HOLDER, RECOMMENDATION)
        assert about
        assert invited_to(conn, about) == ["nhri-1"]
        told = find(conn, NHRI, RECOMMENDATION)
        assert told
        assert invited_to(conn, told) == [], "who else is invited"


def test_what_is_public_is_there_for_all_who_have_a_door_until_it_is_taken_back(
    engine: Engine,
) -> None:
    everybody = [NGO, MEMBER, NHRI, DESK, TEAM, somebody(Role.HUMAN_RIGHTS_OFFICER)]
    elsewhere = [somebody(one, states="KEN") for one in (Role.DESK_OFFICER, Role.UN_PARTNER)]
    tell(engine, RECOMMENDATIONS, [issued(), published()])
    with engine.connect() as conn:
        assert all(find(conn, one, RECOMMENDATION) for one in everybody)
        assert not any(find(conn, one, RECOMMENDATION) for one in elsewhere)
    tell(engine, RECOMMENDATIONS, [issued(), published(), withdrawn()])
    with engine.connect() as conn:
        assert not any(find(conn, one, RECOMMENDATION) for one in everybody)


def test_providers_see_what_they_and_their_colleagues_said(engine: Engine) -> None:
    tell(
        engine,
        RECOMMENDATIONS,
        [
            issued(),
            *INVITED,
            informed("ngo", by="a colleague", organisation_id="org-1", info_id="i-1", text=TEXT),
            informed("ngo", by="another", organisation_id="org-2", info_id="i-2", text=TEXT),
            informed("nhri", by="somebody", organisation_id="nhri-1", info_id="i-3", text=TEXT),
            informed("government", by="mission", organisation_id=None, info_id="i-4", text=TEXT),
        ],
    )
    mission = somebody(Role.GOVERNMENT, states="CHE", actor_id="mission")
    ngo = somebody(Role.NGO_MEMBER, organisation_id="org-1", actor_id="nadia")
    nhri = somebody(Role.CONTACT_POINT, organisation_id="nhri-1", actor_id="tomas")
    with engine.connect() as conn:

        def seen_by(actor: Actor) -> list[str]:
            found = find(conn, actor, RECOMMENDATION)
            assert found
            return [one.info_id for one in information_on(conn, actor, found)]

        assert seen_by(ngo) == ["i-1"]
        assert seen_by(nhri) == ["i-3"]
        assert seen_by(mission) == ["i-4"]
        assert seen_by(HOLDER) == seen_by(OFFICER) == ["i-1", "i-2", "i-3", "i-4"]


def test_the_invited_country_team_reads_it_and_what_its_partners_said(engine: Engine) -> None:
    """A person is of the team as long as the account has the State, and sees nothing of others."""
    team = team_of("CHE")
    ours = informed("unct", by="a colleague", organisation_id=team, info_id="i-1", text=TEXT)
    other = informed("ngo", by="another", organisation_id="org-1", info_id="i-2", text=TEXT)
    tell(engine, RECOMMENDATIONS, [issued(), *INVITED, shared(team), ours, other])
    with engine.connect() as conn:
        about = find(conn, TEAM, RECOMMENDATION)
        assert about
        assert about.informed
        assert [one.info_id for one in information_on(conn, TEAM, about)] == ["i-1"]
        assert [one.info_id for one in information_on(conn, NGO, about)] == ["i-2"]
        for elsewhere in (replace(TEAM, states=frozenset({"KEN"})), DESK):
            assert find(conn, elsewhere, RECOMMENDATION) is None
    tell(engine, RECOMMENDATIONS, [issued(), *INVITED, shared(team), ours, other, published()])
    with engine.connect() as conn:
        public = find(conn, DESK, RECOMMENDATION)
        assert public
        assert public.informed
        assert [one.info_id for one in information_on(conn, DESK, public)] == ["i-1"]
        anybody = find(
            conn, replace(DESK, roles=frozenset({Role.HUMAN_RIGHTS_OFFICER})), RECOMMENDATION
        )
        assert anybody
        assert not anybody.informed, "a State alone is no desk"


def test_a_united_nations_partner_has_those_to_the_united_nations_first(engine: Engine) -> None:
    first = issued()
    newer = replace(
        issued(str(derive_id("second"))), issued_at=first.issued_at + timedelta(minutes=1)
    )
    to_them = RecommendationAddresseeNamed(
        recommendation_id=RECOMMENDATION,
        addressee_id="1",
        mandate="sr-torture",
        kind="un",
        name=TEXT,
        organisation_id=None,
        lead="no",
        named_by="x",
        named_at=first.issued_at,
    )
    tell(engine, RECOMMENDATIONS, [first, newer, published(first), published(newer), to_them])
    with engine.connect() as conn:
        some = listed(conn, TEAM)
        assert [one.recommendation_id for one in some] == [RECOMMENDATION, newer.recommendation_id]
        assert to_the_un(conn, list(some)) == {RECOMMENDATION}
        of_desk = [one.recommendation_id for one in listed(conn, DESK)]
    assert of_desk == [newer.recommendation_id, RECOMMENDATION]


def test_where_it_stands_is_said_in_words(engine: Engine) -> None:
    stories: dict[str, list[object]] = {
        "Issued": [issued()],
        "Information received": [issued(), informed("ngo", by="x")],
        "Partially implemented": [issued(), assessed("partially")],
        "Not implemented": [issued(), assessed("not")],
        "Implemented": [issued(), assessed("fully"), implemented()],
    }
    for words, story in stories.items():
        Applier(engine, RECOMMENDATIONS).drop()
        tell(engine, RECOMMENDATIONS, story)
        with engine.connect() as conn:
            found = find(conn, HOLDER, RECOMMENDATION)
        assert found
        assert status(found)[0] == words


def test_information_that_one_may_not_see_leaves_no_trace_in_the_words(engine: Engine) -> None:
    facts = [issued(), *INVITED, informed("ngo", by="x", organisation_id="org-9")]
    tell(engine, RECOMMENDATIONS, facts)
    with engine.connect() as conn:
        [mine] = listed(conn, HOLDER)
        [theirs] = listed(conn, NGO)
    assert status(mine)[0] == "Information received"
    assert status(theirs)[0] == "Issued"


def test_the_newest_comes_first(engine: Engine) -> None:
    first = issued()
    second = replace(
        issued(str(derive_id("second"))), issued_at=first.issued_at + timedelta(minutes=1)
    )
    tell(engine, RECOMMENDATIONS, [first, second])
    with engine.connect() as conn:
        found = [one.recommendation_id for one in listed(conn, HOLDER)]
    assert found == [second.recommendation_id, RECOMMENDATION]


def test_words_for_what_is_not_on_the_lists_are_the_codes() -> None:
    assert provider("unct") == "United Nations country team"
    assert provider("oracle") == "oracle"
    assert grade("stars", "five") == "five"
    assert grade("implementation", "fully") == "Fully implemented"
    assert short(None) == "[erased]"
    assert short("a\n b") == "a b"
    assert short("x" * 200) == "x" * 160 + "…"
