"""The command by which a call is made known."""

from dataclasses import dataclass

from shared.contracts.stakeholders_dissemination import CallAudience


@dataclass(frozen=True, slots=True, kw_only=True)
class DisseminateCall:
    """The selection officer, or a stakeholder officer. ``count``: people whom the preview had."""

    vacancy_id: str
    audience: CallAudience
    count: int


Command = DisseminateCall

TYPES: dict[str, type] = {"disseminate-call": DisseminateCall}
