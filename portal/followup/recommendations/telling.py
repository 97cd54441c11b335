"""What the words of a recommendation must not tell, before its State or everybody reads them."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.followup.publication.opening import tells_too_much
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.shared_with import Recommendation
from portal.web.commands import CommandRefused
from portal.web.db import engine

TOO_MUCH = (
    "The text holds what identifies a source, or a name that consent does not cover. "
    "Take it out first."
)

TOLD_TOO_MUCH = (
    "The information holds what identifies a source, or a name that consent does not cover. Ask "
    "its provider to correct it."
)


def untelling(about: Recommendation, text: str, *, given: str = "", typed: bool = True) -> str:
    """Return the text, or refuse it: it tells who a source is, or a name without consent.

    ``given``: the name under which somebody lets itself be shown. ``typed``: by who asks.

    What went to several States is compared with what the mandate knows of each of them.
    """
    for state in _states(about):
        if tells_too_much(
            about.communication_id,
            text,
            mandate=about.mandate,
            state=state,
            given=given,
            typed=typed,
        ):
            if typed:
                raise CommandRefused(422, TOO_MUCH)
            raise CommandRefused(422, TOLD_TOO_MUCH)
    return text


def _states(about: Recommendation) -> Sequence[str]:
    if about.common_id is None:
        return [about.addressee]
    c = recommendations.c
    these = select(c.addressee).where(c.common_id == about.common_id)
    with engine().connect() as conn:
        return sorted({about.addressee, *conn.scalars(these)})
