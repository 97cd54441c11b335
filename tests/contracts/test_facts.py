"""Facts: each of a service's union has one wire name in its catalogue, and nothing else has."""

from typing import Any, get_args

import pytest

from shared.contracts import Contract, approvals, followup, intake, stakeholders


@pytest.mark.parametrize(
    ("contract", "facts"),
    [
        (intake.INTAKE, intake.Fact),
        (approvals.APPROVALS, approvals.Fact),
        (followup.FOLLOWUP, followup.Fact),
        (stakeholders.STAKEHOLDERS, stakeholders.Fact),
    ],
    ids=lambda one: one.service if isinstance(one, Contract) else "",
)
def test_the_catalogue_names_the_facts_of_the_union(contract: Contract, facts: Any) -> None:
    named = [cls for _, cls in contract.catalogue]
    assert sorted(map(repr, named)) == sorted(map(repr, get_args(facts)))
