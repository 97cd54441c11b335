"""Every line of F.8 and of I.4 is asked for: without it, somebody of its role sees less."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select

from portal.casefile.queue.tables import queue
from portal.committee.statistics import recommended as counted
from portal.desk.triage.read_model import TRIAGE
from portal.followup.actions import queries as actions
from portal.followup.actions.read_model import ACTIONS
from portal.followup.clusters import queries as clusters
from portal.followup.clusters.read_model import CLUSTERS
from portal.followup.grading import queries as grading
from portal.followup.grading.read_model import GRADING, delegations
from portal.followup.missions.read_model import MISSIONS, missions
from portal.followup.partners import known
from portal.followup.partners import queries as partnered
from portal.followup.partners.read_model import PARTNERS, partners
from portal.followup.recommendations import shared_with
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.reprisals import queries as reprisals
from portal.followup.reprisals.read_model import CASES
from portal.followup.rounds import queries as rounds
from portal.followup.rounds.read_model import ROUNDS
from portal.public.corpus import uploads
from portal.public.corpus.read_model import CORPUS
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind, Line
from shared.contracts.followup_rounds import FollowUpAsked
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.corpus import UPLOADERS, provider_of
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of
from tests.followup import reprisals as said
from tests.followup import rounds as round_of
from tests.followup import test_cluster as grouping
from tests.followup import test_reference as sheet_of
from tests.followup.test_grading_delegated import delegated
from tests.support.compiled import engine_of
from tests.support.followup import assessed, informed, issued, published, shared, tell
from tests.support.ready import ready

PUBLIC = issued("r-2", mandate="sr-health")
"""Nobody here works for its mandate, and nobody is invited to it."""
WHO = {Role.MANDATE_HOLDER: "holder-1", Role.HUMAN_RIGHTS_OFFICER: "officer-1"}
WHO |= {Role.DESK_OFFICER: "desk-1"}
"""As the group of the case has them, and whom it is shown; everybody else is somebody."""
LAST = date(2027, 1, 1)
KINDS = (("government", None), ("unct", None), ("ngo", "org-1"), ("nhri", "org-1"))


def somebody(role: Role) -> Actor:
    return Actor(
        actor_id=WHO.get(role, "somebody"),
        roles=frozenset({role}),
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"CHE", said.REPORTED.state, round_of.OPENED.state}),
        organisation_id="org-1",
    )


def happened() -> Iterator[tuple[Any, Iterable[Any]]]:
    """Yield each read model with what it hears: an item of each kind in each scope."""
    of_team = informed("unct", by="y", info_id="i-3", organisation_id=team_of("CHE"))
    sent = [
        informed("ngo", by="somebody", info_id="i-1"),
        informed("nhri", by="x", info_id="i-2"),
        replace(of_team, recommendation_id=PUBLIC.recommendation_id),
    ]
    invited = [shared("org-1"), shared(team_of("CHE"))]
    yield (
        RECOMMENDATIONS,
        [issued(), *invited, *sent, assessed("partially"), PUBLIC, published(PUBLIC), *graded()],
    )
    owners = ("sr-torture", government_of("CHE"), team_of("CHE"))
    yield (
        CLUSTERS,
        [
            replace(grouping.BEGUN, cluster_id=f"c-{owner}", mandate=owner, addressee="CHE")
            for owner in owners
        ],
    )
    yield GRADING, [delegated()]
    asked = [
        round_of.fact(
            FollowUpAsked, provider_id=f"p-{kind}", kind=kind, organisation_id=code, remind=True
        )
        for kind, code in KINDS
    ]
    yield ROUNDS, [round_of.OPENED, *asked]
    shown = [said.SHOWN, replace(said.SHOWN, account_id="somebody", as_part="partner")]
    yield CORPUS, [replace(sheet_of.uploaded(), **limits) for limits in sheets()]
    yield CASES, [said.REPORTED, said.NAMED, *said.FACTS[2:4], *shown]


def graded() -> Iterator[Any]:
    """Yield as many grades of a year that is over as a number needs."""
    for grade in ("fully", "not"):
        of = replace(assessed(grade), recommendation_id=PUBLIC.recommendation_id)
        yield from [replace(of, mandate="sr-health", assessed_at=AT - timedelta(days=365))] * 5


def sheets() -> Iterator[dict[str, Any]]:
    """Yield as what each who may import uploads: the desks' own, and those with limits."""
    yield {"batch_id": "desk"}
    for role in (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER):
        yield {"batch_id": role, "mandates": ("sr-torture",), "uploaded_by": WHO[role]}
    yield {"batch_id": "team", "only": ("CHE",), "uploaded_by": "somebody"}
    government = replace(somebody(Role.GOVERNMENT), states=frozenset({"CHE"}))
    for one in (government, somebody(Role.NGO_MEMBER), somebody(Role.CONTACT_POINT)):
        provider = provider_of(one)
        assert provider
        yield {"batch_id": provider, "provider": provider, "uploaded_by": "a colleague"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    at: Path = tmp_path_factory.mktemp("policy")
    made = engine_of(f"sqlite:///{at}/policy.db")
    ready(made, [ACTIONS, MISSIONS, PARTNERS, TRIAGE])
    for model, facts in happened():
        tell(made, model, facts)
    flagged = {"submission_id": "s-1", "state": "KEN", "reprisal": True, "received_at": AT}
    with made.begin() as conn:
        conn.execute(insert(queue).values(flagged))
        conn.execute(insert(missions).values(mission_id="m-1", mandate="sr-torture", state="CHE"))
        for kind in ("rc", "unct"):
            admitted = {"mission_id": "m-1", "kind": kind, "who": "somebody", "admitted_at": AT}
            days = {"first": LAST, "until": LAST, "began": 1, "steps": 2}
            conn.execute(insert(partners).values(partner_id=kind, **admitted, **days))
    yield made
    made.dispose()


def recommended(conn: Connection, actor: Actor) -> Any:
    seen = list(shared_with.listed(conn, actor))
    return seen, [shared_with.information_on(conn, actor, one) for one in seen]


def answered(conn: Connection, actor: Actor) -> Any:
    r = rounds
    return [
        *(list(conn.execute(these)) for these in (r.of_office(actor), r.asked_of(actor))),
        r.takes_back(actor, "sr-torture"),
    ]


def planned(_: Connection, actor: Actor) -> Any:
    return actions.owner_of(actor, "CHE"), str(actions.is_owner(actor))


def told_of_reprisals(conn: Connection, actor: Actor) -> Any:
    today = day_of(AT)
    these = (
        reprisals.going_on(actor),
        reprisals.flagged(actor),
        reprisals.shown_to(actor, today),
    )
    return [list(conn.execute(some)) for some in these]


def imported(conn: Connection, actor: Actor) -> Any:
    if actor.has(Role.GOVERNMENT):
        actor = replace(actor, states=frozenset({"CHE"}))  # of several there is no sheet
    seen = [row.batch_id for row in conn.execute(uploads.every(actor))]
    return seen, [uploads.one(conn, each, actor) for each in ("desk", *seen)]


def of_agencies(conn: Connection, actor: Actor) -> Any:
    every = {one.kind: one for one in partnered.of_mission(conn, "m-1")}
    coordinator = replace(every["rc"], undertaken=True)
    return known.of_agencies(conn, actor, coordinator, LAST)


SEES: Mapping[Kind, Callable[[Connection, Actor], Any]] = {
    Kind.ISSUED: recommended,
    Kind.PUBLISHED: recommended,
    Kind.INFORMATION: recommended,
    Kind.GRADE: recommended,
    Kind.COUNTED: lambda conn, actor: counted.given(conn, actor, day_of(AT)),
    Kind.DELEGATION: lambda conn, actor: list(
        conn.execute(select(delegations.c.delegation_id).where(grading.visible(actor)))
    ),
    Kind.CLUSTER: lambda conn, actor: list(clusters.listed(conn, actor)),
    Kind.ROUND: answered,
    Kind.SHEET: answered,
    Kind.TABLE: answered,
    Kind.ACTION: planned,
    Kind.IMPORT: imported,
    Kind.AGENCIES: of_agencies,
    Kind.REPRISAL: told_of_reprisals,
    Kind.FLAG: told_of_reprisals,
    Kind.SHOWN: told_of_reprisals,
}


@pytest.mark.parametrize("line", policy.MATRIX, ids=lambda line: ", ".join(map(str, line)))
def test_without_a_line_of_the_policy_somebody_sees_less(
    engine: Engine, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, role, _ = line
    without = {one: seen for one, seen in policy.MATRIX.items() if one != line}
    with engine.connect() as conn:
        before = SEES[kind](conn, somebody(role))
        monkeypatch.setattr(policy, "MATRIX", without)
        assert SEES[kind](conn, somebody(role)) != before


@pytest.mark.parametrize("role", sorted({*Role} - {role for _, role, _ in policy.MATRIX}))
def test_who_has_no_line_sees_what_nobody_does(engine: Engine, role: Role) -> None:
    nobody = replace(somebody(role), roles=frozenset())
    with engine.connect() as conn:
        for sees in set(SEES.values()):
            assert sees(conn, somebody(role)) == sees(conn, nobody)


def test_who_may_upload_has_a_line_for_it_and_nobody_else() -> None:
    assert {role for kind, role, _ in policy.MATRIX if kind is Kind.IMPORT} == UPLOADERS


def test_who_imports_sees_their_own_sheets_and_no_others(engine: Engine) -> None:
    every = [one["batch_id"] for one in sheets()]
    with engine.connect() as conn:
        seen = {role: imported(conn, somebody(role))[0] for role in UPLOADERS}
    assert sorted(seen.pop(Role.QUICK_RESPONSE_DESK)) == sorted(every)
    assert all(len(some) == 1 for some in seen.values()), seen
    assert len({some[0] for some in seen.values()}) == len(every)
