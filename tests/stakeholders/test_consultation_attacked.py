"""What a form that was forged, or an officer with two roles, may not do in a consultation."""

from dataclasses import replace

import pytest

from shared.core.decider import Refused
from shared.core.roles import Role
from tests.stakeholders.consultations import GROUP, Story, answer, group
from tests.stakeholders.sessions import person


def test_no_officer_answers_their_own_proposal_and_no_group_has_an_id_that_is_none() -> None:
    both = replace(person("ann"), roles=frozenset({Role.NGO_MEMBER, Role.STAKEHOLDER_OFFICER}))
    story = Story().proposes("ann", "ben").closes()
    for odd in ("x" * 500, "", "{" + GROUP + "}"):
        with pytest.raises(Refused, match="from the list"):
            story.do(group("ann", group_id=odd))
    story.do(group("ann", "ben"), both)
    with pytest.raises(Refused, match="your own proposal"):
        story.do(answer("ann"), both)
    assert story.do(answer("ben"), both)
    assert story.do(answer("ann"))
