"""The invented end of a mandate of a demonstration: one visit file went on, and another waits."""

from datetime import date, timedelta

from portal.web.context import today
from portal.web.demonstration.asking import DEFENDERS, ask, seal
from shared.contracts.commands import Command
from shared.contracts.followup_visit_commands import LogVisitAcknowledgement, LogVisitRequest
from shared.contracts.followup_visits import Document
from shared.contracts.stakeholders_custody_commands import DecideCustody
from shared.contracts.stakeholders_registry import Custody, Resolution
from shared.contracts.stakeholders_registry_commands import MergeMandates
from shared.core.message import derive_id
from shared.reference.visits import visit_file_id

_ENDED = "ie-international-solidarity"
_WENT_ON, _WAITS = "NPL", "URY"
_CASE = str(derive_id("terms", _ENDED))


def tell() -> None:
    for state in (_WENT_ON, _WAITS):
        _asked_for(state)
    merged = MergeMandates(
        mandate=_ENDED,
        into=DEFENDERS,
        ended_on=_ago(30),
        custody=(
            Custody(kind="letters", to=DEFENDERS),
            Custody(kind="reply-cases", to=DEFENDERS),
            Custody(kind="visits", to=DEFENDERS),
            Custody(kind="recommendations", to=None),
        ),
        resolution=Resolution(
            symbol="A/HRC/RES/99/9", adopted_on=_ago(60), paragraph=4, months=None, votes=None
        ),
    )
    ask(merged, "chief", _CASE, "ended", _ENDED)
    file = visit_file_id(_ENDED, _WENT_ON)
    decided = DecideCustody(
        mandate=_ENDED,
        kind="visit-files",
        item_id=file,
        to=DEFENDERS,
        submission_ids=(),
        reason=seal(f"visitfile-{file}", "The Government knows that we ask still. (invented)"),
    )
    ask(decided, "chief", _CASE, "custody", file)


def _asked_for(state: str) -> None:
    """The desk asked for the visit while the mandate was there, and the State said that it read."""
    request = LogVisitRequest(
        mandate=_ENDED, state=state, seen=0, document=_document(state, 400), kind="official"
    )
    _log(request, state, "request")
    read = LogVisitAcknowledgement(
        mandate=_ENDED, state=state, seen=1, document=_document(state, 380), by="state"
    )
    _log(read, state, "read")


def _document(state: str, ago: int) -> Document:
    return Document(
        document_id=str(derive_id("demo custody document", state, ago)),
        dated_on=_ago(ago),
        passed_on=_ago(ago),
        channel="mission",
    )


def _log(command: Command, state: str, step: str) -> None:
    case = str(derive_id("visit case", visit_file_id(_ENDED, state)))
    ask(command, "qrd", case, f"visit of a mandate that ended {state}", step)


def _ago(days: int) -> date:
    return today() - timedelta(days=days)
