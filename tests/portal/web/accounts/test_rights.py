from dataclasses import replace

import pytest

from portal.web.accounts.rights import Rights, given, missing, taken
from portal.web.accounts.sensitive import divided
from shared.core.roles import Role

OFFICER = Rights(roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({"sr-torture"}))


def test_each_right_is_a_line_of_its_own() -> None:
    after = Rights(
        roles=frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER}),
        states=frozenset({"KEN"}),
        organisation_id="demo",
    )
    assert given(OFFICER, after) == ["organisation:demo", "role:desk_officer", "state:KEN"]
    assert taken(OFFICER, after) == ["mandate:sr-torture"]
    assert given(after, after) == taken(after, after) == []


@pytest.mark.parametrize(
    ("rights", "field"),
    [
        (Rights(), "roles"),
        (Rights(roles=frozenset({Role.MANDATE_HOLDER})), "mandates"),
        (Rights(roles=frozenset({Role.DESK_OFFICER})), "states"),
        (Rights(roles=frozenset({Role.NGO_MEMBER})), "organisation_id"),
        (Rights(roles=frozenset({Role.PANEL_CHAIR}), organisation_id="ngo"), "organisation_id"),
        (
            Rights(roles=frozenset({Role.GOVERNMENT, Role.AUDITOR}), states=frozenset({"KEN"})),
            "roles",
        ),
        (
            Rights(
                roles=frozenset({Role.SELECTION_OFFICER, Role.PANEL_MEMBER}), organisation_id="AFR"
            ),
            "roles",
        ),
        (Rights(roles=frozenset({Role.SELECTION_OFFICER, Role.PRESIDENT})), "roles"),
        (Rights(roles=frozenset({Role.AUDITOR}), office="coordinator"), "office"),
        (Rights(roles=frozenset({Role.UN_PARTNER}), office="coordinator"), "states"),
        (Rights(roles=frozenset({Role.SELECTION_OFFICER, Role.CANDIDATE})), "roles"),
        (Rights(roles=frozenset({Role.PRESIDENT, Role.CANDIDATE})), "roles"),
    ],
)
def test_what_makes_no_sense_is_named(rights: Rights, field: str) -> None:
    assert [name for name, _ in missing(rights)] == [field]


@pytest.mark.parametrize(
    "rights",
    [
        OFFICER,
        Rights(roles=frozenset({Role.PANEL_MEMBER}), organisation_id="AFR"),
        Rights(roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"})),
        Rights(roles=frozenset({Role.AUDITOR, Role.DATA_PROTECTION})),
        Rights(roles=frozenset({Role.UN_PARTNER}), states=frozenset({"KEN"}), office="coordinator"),
    ],
)
def test_what_makes_sense_is_taken(rights: Rights) -> None:
    assert list(missing(rights)) == []


def test_an_office_is_a_right_that_takes_two() -> None:
    agency = Rights(roles=frozenset({Role.UN_PARTNER}), states=frozenset({"KEN"}))
    rc, security = (replace(agency, office=each) for each in ("coordinator", "security"))
    assert divided(agency, rc) == (agency, Rights(office="coordinator"))
    assert divided(rc, security) == (rc, Rights(office="security")), "until it is confirmed"
    assert divided(rc, agency) == (agency, Rights()), "it is taken away by one"
    assert agency.together(Rights(office="coordinator")) == rc
    assert given(agency, rc) == ["office:coordinator"]
