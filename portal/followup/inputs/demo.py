"""An invented visit of a demonstration that asks for input: an open call with two contributions."""

from datetime import date, timedelta

from portal.followup.inputs.keeping import subject_of
from portal.followup.visits.found import subject_of as visit_subject_of
from portal.web.context import now
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.followup_input_commands import (
    Command,
    IssueInputCall,
    MarkContribution,
    SubmitContribution,
)
from shared.contracts.followup_inputs import CallText, Publication
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitInvitation,
)
from shared.contracts.followup_visit_commands import Command as OfFile
from shared.contracts.followup_visits import Document, Window
from shared.core.actor import Actor, by_contribution
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.visits import visit_file_id

_STATE = "MNG"
_AGREED = str(derive_id("demo visit decision", _STATE, "agreed"))
MISSION_ID = str(derive_id("mission", _AGREED))
_CALL = str(derive_id("demo call for input", _STATE))
_ASKED = {
    "en": "What should the Special Rapporteur know about places of detention, and about access to "
    "doctors and lawyers in the first hours? (invented)",
    "fr": "Que devrait savoir la Rapporteuse spéciale sur les lieux de détention, et sur la venue "
    "du médecin et de la défense dans les premières heures ? (inventé)",
}


def tell() -> None:
    _visit()
    subject = f"inputcall-{_CALL}"
    issued = IssueInputCall(
        call_id=_CALL,
        mission_id=MISSION_ID,
        mandate=TORTURE,
        closes_on=_ahead(40),
        public=True,
        texts=tuple(CallText(language=to, text=seal(subject, said)) for to, said in _ASKED.items()),
    )
    _ask(issued, "holder", "issued")
    read = _contribution("one", "no", None, "In three of five police stations no doctor is called.")
    _ask(MarkContribution(contribution_id=read, read=True, seen=0), "officer", "read")
    _contribution("two", "named", "Lawyers of the Steppe", "Lawyers wait for two days, we counted.")


def _contribution(which: str, publication: Publication, name: str | None, text: str) -> str:
    contribution_id = str(derive_id("demo contribution", which))
    subject = subject_of(contribution_id)
    sent = SubmitContribution(
        contribution_id=contribution_id,
        call_id=_CALL,
        language="en",
        name=seal(subject, f"{name} (invented)") if name else None,
        text=seal(subject, f"{text} (invented)"),
        publication=publication,
    )
    _ask(sent, by_contribution(contribution_id), f"sent {which}")
    return contribution_id


def _visit() -> None:
    """Invited with days, terms accepted, and the days agreed: a policy opens the mission."""
    dates = Window(first=_ahead(80), last=_ahead(88))
    _log(
        LogVisitInvitation(
            mandate=TORTURE,
            state=_STATE,
            seen=0,
            document=_document("invitation", 30),
            dates=dates,
        ),
        "officer",
        "invitation",
    )
    _log(
        LogTermsOfReference(
            mandate=TORTURE,
            state=_STATE,
            seen=1,
            document=_document("terms", 25),
            version="2016",
        ),
        "officer",
        "terms",
    )
    _log(
        LogTermsAnswer(
            mandate=TORTURE,
            state=_STATE,
            seen=2,
            document=_document("answer", 20),
            value="accepted",
        ),
        "officer",
        "answer",
    )
    agreed = AgreeVisitDates(
        mandate=TORTURE, state=_STATE, seen=3, document_id=_AGREED, dates=dates
    )
    _log(agreed, "holder", "agreed")


def _document(step: str, ago: int) -> Document:
    document_id = str(derive_id("demo visit document", _STATE, step))
    return Document(
        document_id=document_id,
        dated_on=_ahead(-ago),
        passed_on=_ahead(-ago),
        channel="mission",
        reference=seal(visit_subject_of(document_id), f"Note {ago} (invented)"),
    )


def _ahead(days: int) -> date:
    return day_of(now()) + timedelta(days=days)


def _log(command: OfFile, by: str, step: str) -> None:
    case = str(derive_id("visit case", visit_file_id(TORTURE, _STATE)))
    ask(command, by, case, f"visit {_STATE}", step)


def _ask(command: Command, by: str | Actor, step: str) -> None:
    ask(command, by, _CALL, f"input {_STATE}", step)
