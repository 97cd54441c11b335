"""Of which kind a visit is (E.2): those who work for the mandate say it, and may say it anew."""

from collections.abc import Sequence

from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup_visit_commands import SayVisitKind
from shared.contracts.followup_visits import Document, VisitKindSaid
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.reference.visits import KINDS, NO_VISIT


def say(command: SayVisitKind, asked: Asked, state: File) -> Sequence[VisitKindSaid]:
    """Also of a visit that is over, as long as nothing new has come on the file."""
    if command.kind not in KINDS:
        raise Refused("Choose from the list what kind of visit it is.")
    if state.now.status in NO_VISIT:
        raise Refused("Log a request or an invitation first: there is no visit yet to say this of.")
    if state.now.kind == command.kind:
        return []
    today = day_of(asked.at)
    document = Document(document_id=command.document_id, dated_on=today, passed_on=today)
    said = VisitKindSaid(**step_of(command, asked), document=document, kind=command.kind)
    return stands(state, said)
