"""What the words of a recommendation must not tell, before its State or everybody reads them."""

from portal.followup.publication.opening import tells_too_much
from portal.followup.recommendations.shared_with import Recommendation
from portal.web.commands import CommandRefused

TOO_MUCH = (
    "The text holds what identifies a source, or a name that consent does not cover. "
    "Take it out first."
)


def untelling(about: Recommendation, text: str) -> str:
    """Return the text, or refuse it: it tells who a source is, or a name without consent."""
    if tells_too_much(about.communication_id, text, mandate=about.mandate, state=about.addressee):
        raise CommandRefused(422, TOO_MUCH)
    return text
