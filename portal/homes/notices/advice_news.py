"""Whom facts about requests for advice and reports on engagement are told to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from portal.homes.notices.audiences import Audience
from portal.homes.notices.pages import Page
from shared.contracts.stakeholders_advice import (
    AdviceAskedFurther,
    AdviceAssigned,
    AdviceClosed,
    AdviceGiven,
    AdviceOfficerReminded,
    AdviceReopened,
    AdviceRequested,
    AdviceWithdrawn,
)
from shared.contracts.stakeholders_engagement import (
    EngagementReportChanged,
    EngagementReportDrafted,
    EngagementReportPublished,
)


def _report(f: Any) -> Mapping[str, Any]:
    return {"page": Page.ENGAGEMENT, "report_id": f.report_id, "mandates": [f.mandate]}


def _advice(f: Any) -> Mapping[str, Any]:
    return {"advice_id": f.advice_id}


TOLD: Final[Mapping[type, tuple[tuple[Audience, ...], Callable[[Any], Mapping[str, Any]]]]] = (
    MappingProxyType(
        {
            AdviceRequested: (("advisers",), _advice),
            AdviceAskedFurther: (("adviser", "advisers"), _advice),
            AdviceAssigned: (("adviser", "asker"), _advice),
            AdviceOfficerReminded: (("adviser",), _advice),
            AdviceGiven: (("asker",), _advice),
            AdviceClosed: (("asker", "adviser"), _advice),
            AdviceReopened: (("asker", "adviser"), _advice),
            AdviceWithdrawn: (("adviser", "advisers"), _advice),
            EngagementReportDrafted: (("holders", "officers"), _report),
            EngagementReportChanged: (("holders", "officers"), _report),
            EngagementReportPublished: (("holders", "officers"), _report),
        }
    )
)
