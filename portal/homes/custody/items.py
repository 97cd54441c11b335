"""An open item of a mandate that ended."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.stakeholders_custody import Item

_SUBJECTS = {
    "letters": "communication",
    "statements": "statement",
    "reply-cases": "replycase",
    "recommendations": "recommendation",
    "visit-files": "visitfile",
    "missions": "mission",
    "visit-reports": "mission",  # under its own key the text of the report is erased
    "rounds": "followupround",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """``at``: when it began. ``type``: of a letter or statement. ``submission_ids``: behind it.

    ``recipient``: only of what was sent, or is public as a line of a visit. ``subject``: under
    whose key a reason is sealed.
    """

    mandate: str
    kind: Item
    item_id: str
    at: datetime
    type: str | None = None
    reference: str | None = None
    recipient: str | None = None
    submission_ids: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"{_SUBJECTS[self.kind]}-{self.item_id}"
