"""The invented report on engagement of a demonstration: published, about the last quarter."""

from datetime import timedelta

from portal.stakeholders.engagement import asking
from portal.web.context import now, today
from portal.web.demonstration.asking import TORTURE, ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_engagement import Counts
from shared.contracts.stakeholders_engagement_commands import (
    CheckEngagementReport,
    DraftEngagementReport,
    PublishEngagementReport,
)
from shared.reference.engagement import KINDS, quarter_of, report_id

_NUMBERS = {"submissions": 12, "contacts": 9, "organisations": 6, "attended": None, "sessions": 1}
_TEXT = (
    "Organisations told us that they want to know earlier what is planned. (invented)\n\n"
    "From now on the programme of the next quarter is sent with each notice. (invented)"
)


def tell() -> None:
    """A hundred days ago was in a quarter that is over, whatever today is."""
    year, quarter = quarter_of(today() - timedelta(days=100))
    of = report_id(TORTURE, year, quarter)
    drafted = DraftEngagementReport(
        report_id=of,
        mandate=TORTURE,
        year=year,
        quarter=quarter,
        counts=Counts(
            numbers={**dict.fromkeys(KINDS, 0), **_NUMBERS}, sessions=(), consultations=()
        ),
        narrative=seal(asking.subject_of(of), _TEXT),
    )
    _ask(drafted, "officer", of, "drafted", hours=6)
    _ask(CheckEngagementReport(report_id=of, version=1), "stakeholders", of, "checked", hours=4)
    _ask(PublishEngagementReport(report_id=of, version=1), "officer", of, "published", hours=2)


def _ask(command: Command, by: str, of: str, step: str, *, hours: int) -> None:
    at = now() - timedelta(hours=hours)
    ask(command, by, str(asking.case_of(of)), f"engagement {of}", step, at=at)
