"""Where a line of the feed leads, for who may go there; for all others it is plain text.

An address is made of what the line shows already: its kind, its mandate and its State. What has no
page of its own to be told from that leads to the list of the reader's where it stands. What comes
of a letter leads by the position of the line, sealed: the page that opens it asks the feed anew
whether this reader may see that line, and of which letter it is.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from portal.casefile.replies.sight import READERS as OF_REPLIES
from portal.committee.activity.lines import Line
from portal.committee.meetings.queries import READERS as OF_MEETINGS
from portal.committee.sops.queries import READERS as OF_PROCEDURES
from portal.followup.rounds.queries import OFFICE as OF_ROUNDS
from portal.web import place
from portal.web.policy import Kind, Scope, Sight, sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates, states

TO_CASE: Final = "/activity/case"
"""Opens the case of a letter from a line; written out, as the feed's process has no addresses."""
PURPOSE: Final = b"activity line"

LETTERS: Final = frozenset(
    {
        "reply-overdue",
        "government-reply-logged",
        "reply-assessed",
        "receipt-acknowledged",
        "extension-noted",
        "reminder-sent",
        "case-closed",
        "case-reopened",
    }
)
VISITS: Final = frozenset(
    {
        "visit-requested",
        "visit-invitation-received",
        "visit-accepted",
        "visit-dates-proposed",
        "visit-dates-agreed",
        "mission-step-taken",
    }
)
OF_STATE: Final = frozenset(
    {"statement-issued", "follow-up-table-published", "visit-report-published"}
)
"""What stands on the public profile of the State."""
OF_MANDATE: Final = frozenset(
    {
        "vacancy-declared",
        "vacancy-foreseen",
        "vacancy-lapsed",
        "call-for-candidatures-issued",
        "call-closed",
        "call-extended",
        "call-reissued",
        "panel-established",
        "review-closed",
        "panel-report-published",
        "candidate-proposed",
        "appointment-deferred",
        "proposal-not-approved",
        "mandate-holder-appointed",
        "holder-term-started",
        "holder-term-ended",
        "mandate-renewed",
        "mandates-merged",
        "mandate-terminated",
        "mandate-lapsed",
        "mandate-reestablished",
    }
)
"""Of one mandate, whose public page says what is public of it."""
MEETINGS: Final = frozenset({"meeting-held", "minutes-agreed"})
ROUNDS: Final = frozenset(
    {"follow-up-round-opened", "follow-up-round-closed", "follow-up-round-reopened"}
)
RECOMMENDATIONS: Final = frozenset(
    {
        "recommendation-issued",
        "recommendation-closed",
        "recommendation-reopened",
        "recommendation-taken-up",
        "recommendation-let-go",
        "recommendation-implemented",
        "implementation-info-received",
        "implementation-info-published",
        "implementation-assessed",
    }
)
"""Of whose mandate the two who work for it open the list, narrowed to its State."""
WORK: Final[Mapping[str, tuple[str, frozenset[Role]]]] = MappingProxyType(
    {
        "approval-requested": ("/waiting", frozenset({Role.MANDATE_HOLDER})),
        "statement-approved": ("/waiting", frozenset({Role.MANDATE_HOLDER})),
        "approval-given": ("/mandate", frozenset({Role.HUMAN_RIGHTS_OFFICER})),
    }
)
"""The page of the work for one's own mandates, and whose it is."""
QUEUES: Final[Mapping[str, tuple[str, frozenset[Role]]]] = MappingProxyType(
    {
        "communication-approved": ("/transmit", frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})),
        "advice-requested": ("/advice-desk", frozenset({Role.HUMAN_RIGHTS_OFFICER})),
        "advice-given": ("/advice-desk", frozenset({Role.HUMAN_RIGHTS_OFFICER})),
    }
)
"""The list of one's own work, whatever the mandate, and whose it is."""
PROCEDURES: Final = frozenset({"sop-adopted", "sop-in-force"})
PUBLIC: Final[Mapping[str, str]] = MappingProxyType(
    {
        "committee-elected": "/committee",
        "committee-chair-designated": "/committee",
        "committee-member-left": "/committee",
        "standard-set-adopted": "/coverage",
        "coverage-snapshot-taken": "/coverage",
        "statistics-pack-frozen": "/statistics-packs",
        "engagement-report-published": "/engagement",
        "issue-sent": "/briefings",
        "library-version-made-current": "/library",
        "session-opened": "/sessions",
    }
)
LED: Final = LETTERS.union(
    VISITS,
    OF_STATE,
    OF_MANDATE,
    MEETINGS,
    ROUNDS,
    RECOMMENDATIONS,
    PROCEDURES,
    WORK,
    QUEUES,
    PUBLIC,
)
_OF_MANDATES: Final = (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)


def opens(actor: Actor, line: Line) -> bool:
    """Whether this reader of the line may go where it leads."""
    if line.kind in LETTERS:
        return line.recipient is not None and actor.has(*OF_REPLIES)
    if line.kind in VISITS:
        own = () if actor.mandates.isdisjoint(line.mandates) else (Scope.MANDATE,)
        return _is_file(line) and sight(actor, Kind.VISIT, own) >= Sight.READ
    if line.kind in OF_STATE:
        return line.recipient in states()
    if line.kind in OF_MANDATE:
        return len(line.mandates) == 1 and line.mandates[0] in mandates()
    if line.kind in MEETINGS:
        return actor.has(*OF_MEETINGS)
    if line.kind in ROUNDS:
        return actor.has(*OF_ROUNDS) and _is_own(actor, line)
    if line.kind in RECOMMENDATIONS:
        return _is_file(line) and actor.has(*_OF_MANDATES) and _is_own(actor, line)
    if line.kind in WORK:
        return actor.has(*WORK[line.kind][1]) and _is_own(actor, line)
    if line.kind in QUEUES:
        return actor.has(*QUEUES[line.kind][1])
    if line.kind in PROCEDURES:
        return actor.has(*OF_PROCEDURES)
    return line.kind in PUBLIC


def address(line: Line, keys: Sequence[str]) -> str:
    """Return where a line leads, for who may go there (``opens``). ``keys``: newest first."""
    if line.kind in LETTERS:
        return f"{TO_CASE}?line={place.sealed(str(line.position), keys, purpose=PURPOSE)}"
    if line.kind in VISITS:
        return f"/visits/{line.mandates[0]}/{line.recipient}"
    if line.kind in OF_STATE:
        return f"/register/states/{line.recipient}"
    if line.kind in OF_MANDATE:
        return f"/mandates/{line.mandates[0]}"
    if line.kind in MEETINGS:
        return "/committee/meetings"
    if line.kind in ROUNDS:
        return "/rounds"
    if line.kind in RECOMMENDATIONS:
        of = {"mandate": line.mandates[0], "state": line.recipient}
        return f"/recommendations?{urlencode(of)}"
    if line.kind in PROCEDURES:
        return "/committee/procedures"
    if line.kind in WORK or line.kind in QUEUES:
        return {**WORK, **QUEUES}[line.kind][0]
    return PUBLIC[line.kind]


def position_in(written: str, keys: Sequence[str]) -> int | None:
    """Return the line of an address; None for what is none of ours."""
    said = place.opened(written, keys, purpose=PURPOSE)
    return None if said is None else int(said)


def _is_own(actor: Actor, line: Line) -> bool:
    return not actor.mandates.isdisjoint(line.mandates)


def _is_file(line: Line) -> bool:
    """Whether the line names one mandate and one State: a visit file, or a list of both."""
    return len(line.mandates) == 1 and line.recipient in states()
