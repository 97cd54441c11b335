"""What was published is taken back with a reason, and is public again only once approved anew."""

from dataclasses import replace

import pytest

from services.followup.publication.decide import PUBLICATION
from shared.core.actor import Actor
from shared.core.testing import given
from tests.followup.test_publication import (
    CLOCK,
    ENDED,
    HOLDER,
    LETTER_APPROVED,
    OFFICER,
    OVER,
    PUBLISH,
    PUBLISHED,
    PUBLISHER,
    REPLY,
    REPLY_APPROVED,
    REPLY_PUBLISHED,
    SET,
    STRANGER,
    WITHDRAW,
    WITHDRAWN,
)


@pytest.mark.parametrize("by", [OFFICER, HOLDER])
def test_what_was_published_can_be_taken_back_with_a_reason(by: Actor) -> None:
    history = (SET, ENDED, REPLY, LETTER_APPROVED, PUBLISHED, REPLY_APPROVED, REPLY_PUBLISHED)
    given(PUBLICATION, SET).when(WITHDRAW, by=by).then_nothing()
    given(PUBLICATION, *history).when(replace(WITHDRAW, reason="?"), by=by).then_refused("reason")
    given(PUBLICATION, *history).when(WITHDRAW, by=by, at=OVER).then(
        replace(WITHDRAWN, withdrawn_by=by.actor_id)
    )


@pytest.mark.parametrize("by", [STRANGER, CLOCK])
def test_nobody_else_takes_it_back(by: Actor) -> None:
    history = (SET, ENDED, LETTER_APPROVED, PUBLISHED)
    given(PUBLICATION, *history).when(WITHDRAW, by=by).then_forbidden()


def test_what_was_taken_back_is_public_again_only_once_it_is_approved_anew() -> None:
    history = (SET, ENDED, LETTER_APPROVED, PUBLISHED, WITHDRAWN)
    given(PUBLICATION, *history).when(PUBLISH, by=PUBLISHER, at=OVER).then_refused("not the one")
    given(PUBLICATION, *history, LETTER_APPROVED).when(PUBLISH, by=PUBLISHER, at=OVER).then(
        replace(PUBLISHED, edition=2)
    )
