"""Files beside information on how a recommendation is implemented: Q7 of section F.2."""

from dataclasses import replace

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.recommendation.informing import MOST_FILES
from shared.contracts.followup_evidence import AddImplementationFile, ImplementationFileAdded
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.country_teams import team_of
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    ISSUED,
    NGO,
    NHRI,
    OPEN,
    TEAM,
    informed,
    shared,
    unshared,
)

ADD = AddImplementationFile(
    recommendation_id="1",
    info_id="i-1",
    attachment_id="f-1",
    object_name="a" * 64,
    sha256="b" * 64,
    size=7,
    media_type="application/pdf",
    scanned="clean",
    details=Sealed("recommendation-1", "details"),
)


def added(by: Actor, attachment_id: str = "f-1") -> ImplementationFileAdded:
    return ImplementationFileAdded(
        recommendation_id="1",
        info_id="i-1",
        mandate="sr-torture",
        attachment_id=attachment_id,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=Sealed("recommendation-1", "details"),
        added_by=by.actor_id,
        added_at=AT,
    )


def test_a_provider_adds_files_beside_its_own_information_once() -> None:
    told = (*OPEN, informed("ngo", NGO))
    given(RECOMMENDATION, *told).when(ADD, by=NGO).then(added(NGO))
    given(RECOMMENDATION, *told, added(NGO)).when(ADD, by=NGO).then_nothing()
    colleague = replace(NGO, actor_id="ngo-2")
    given(RECOMMENDATION, *told).when(ADD, by=colleague).then(added(colleague))
    team = replace(TEAM, organisation_id=team_of("FRA"))
    by_team = (ISSUED, shared(team_of("FRA")), informed("unct", team))
    given(RECOMMENDATION, *by_team).when(ADD, by=TEAM).then(added(TEAM))


@pytest.mark.parametrize("other", [NHRI, FRANCE, replace(NGO, organisation_id="nhri")])
def test_nobody_adds_any_beside_information_of_another(other: Actor) -> None:
    told = (*OPEN, informed("ngo", NGO))
    given(RECOMMENDATION, *told).when(ADD, by=other).then_refused("no such information")
    given(RECOMMENDATION, *OPEN).when(ADD, by=NGO).then_refused("no such information")
    given(RECOMMENDATION, *told).when(ADD, by=HOLDER).then_forbidden()
    gone = (*told, unshared("org-1"))
    given(RECOMMENDATION, *gone).when(ADD, by=NGO).then_refused("no such recommendation")


def test_information_takes_so_many_files_with_their_fingerprints() -> None:
    told = (*OPEN, informed("ngo", NGO))
    many = [added(NGO, f"m-{n}") for n in range(MOST_FILES)]
    given(RECOMMENDATION, *told, *many).when(ADD, by=NGO).then_refused("20 files")
    for wrong in (replace(ADD, sha256="x"), replace(ADD, object_name="../x")):
        given(RECOMMENDATION, *told).when(wrong, by=NGO).then_refused("fingerprint")
