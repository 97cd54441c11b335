"""Commands and facts of reports on visits, shared by their tests."""

from datetime import timedelta
from typing import Any, Final

from shared.contracts import followup_visit_reports as facts
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_visit_reports import ReportAddressee, ReportItem, StateComment
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.visits import MANDATE, STATE, TODAY, person

TEXT = Sealed(f"visitreport-{MISSION_ID}", "text")
REASON = Sealed(f"visitreport-{MISSION_ID}", "reason")
DUE = TODAY + timedelta(days=42)
LATER = AT + timedelta(days=43)
SYMBOL: Final = "A/HRC/61/54/Add.1"
PUBLISHER = person("publisher-1", Role.PUBLICATION_OFFICER)
GOVERNMENT = Actor(
    actor_id="government-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({STATE})
)
OTHER_GOVERNMENT = Actor(
    actor_id="government-2", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"FRA"})
)
ENDED = of_mission(
    MissionStepTaken,
    2,
    what="ended",
    phase="ended",
    on=AT.date(),
    note_id="n-1",
    note=None,
)
MISSION: Final = (OPENED, ENDED)


def item(number: int = 1, **also: Any) -> ReportItem:
    one = str(derive_id("recommendation of a report", number))
    addressee = ReportAddressee(
        addressee_id="a-1", kind="parliament", name=Sealed(f"recommendation-{one}", "name")
    )
    given: dict[str, Any] = {
        "recommendation_id": one,
        "text": Sealed(f"recommendation-{one}", "text"),
        "addressees": (addressee,),
        "paragraph": "92 (a)",
    }
    return ReportItem(**{**given, **also})


def said(number: int = 1, kind: Any = "factual", **also: Any) -> StateComment:
    one = str(derive_id("comment of a test", number))
    given: dict[str, Any] = {
        "comment_id": one,
        "kind": kind,
        "paragraph": 12,
        "text": Sealed(f"visitreport-{one}", "text"),
        "publish": False,
    }
    return StateComment(**{**given, **also})


def fact(kind: type, step: int, stage: str, by: str = "holder-1", /, **also: Any) -> Any:
    given: dict[str, Any] = {
        "mission_id": MISSION_ID,
        "mandate": MANDATE,
        "state": STATE,
        "stage": stage,
        "step": step,
        "done_by": by,
        "done_at": AT,
    }
    return kind(**{**given, **also})


def ask(kind: type, seen: int, /, **also: Any) -> Any:
    return kind(**{"mission_id": MISSION_ID, "mandate": MANDATE, "seen": seen, **also})


def filed(name: str) -> LibraryFile:
    return LibraryFile(
        file_id=str(derive_id("file of a report", name)),
        object_name=name.rjust(64, "0"),
        sha256="c" * 64,
        size=9,
        media_type="application/pdf",
        scanned="clean",
        details=Sealed(f"visitreport-{name}", "details"),
    )


STARTED = fact(facts.VisitReportStarted, 1, "drafting", "officer-1")
KEPT = fact(
    facts.VisitReportTextKept,
    2,
    "drafting",
    "officer-1",
    version=1,
    text_hash="h-1",
    text=TEXT,
    words=900,
)
SET = fact(
    facts.VisitReportItemSet,
    3,
    "drafting",
    "officer-1",
    version=2,
    text_hash="h-2",
    number=1,
    item=item(),
)
SENT = fact(facts.VisitReportSentToState, 4, "with_state", text_hash="h-2", comments_due=DUE)
COMMENTED = fact(
    facts.StateCommented,
    5,
    "with_state",
    "government-1",
    comment=said(publish=True),
    by_government=True,
    late=False,
)
ENDED_PERIOD = fact(facts.CommentPeriodEnded, 6, "deciding", "system:clock", comments=1)
DECIDED = fact(
    facts.StateCommentDecided,
    7,
    "deciding",
    comment_id=said().comment_id,
    taken=False,
    reason=REASON,
)
APPROVED = fact(facts.VisitReportApproved, 8, "approved", text_hash="h-2", approving=MANDATE)
SUBMITTED = fact(
    facts.VisitReportSubmitted,
    9,
    "submitted",
    "officer-1",
    slot=TODAY + timedelta(days=60),
    words=900,
    waiver=None,
)
PUBLISHED = fact(
    facts.VisitReportPublished,
    10,
    "published",
    "publisher-1",
    symbol=SYMBOL,
    approved_by="holder-1",
    languages=("en", "fr"),
    mandates=(MANDATE,),
    recommendations=(facts.PublicItem(item=item(), words="Ratify it."),),
)
DRAFT: Final = (*MISSION, STARTED, KEPT, SET)
WITH_STATE: Final = (*DRAFT, SENT, COMMENTED)
DECIDING: Final = (*WITH_STATE, ENDED_PERIOD)
READY: Final = (*DECIDING, DECIDED)
WHOLE: Final = (*READY, APPROVED, SUBMITTED, PUBLISHED)
