"""The pages that notices lead to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Page(StrEnum):
    """The subject of a notice, by the page that it leads to.

    ``SUBMISSION`` is the source's own page, ``ACCOUNT`` everybody's own.
    """

    TRIAGE = "triage"
    SUBMISSION = "submission"
    LETTER = "letter"
    CASE = "case"
    STATEMENT = "statement"
    RIGHTS = "rights"
    ACCOUNT = "account"


ADDRESSES: Final[Mapping[Page, tuple[str, str | None]]] = MappingProxyType(
    {
        Page.TRIAGE: ("triage.show", "submission_id"),
        Page.SUBMISSION: ("submissions.show", "submission_id"),
        Page.LETTER: ("communications.detail", "communication_id"),
        Page.CASE: ("replies.case", "communication_id"),
        Page.STATEMENT: ("statements.show", "statement_id"),
        Page.RIGHTS: ("proposals.index", None),
        Page.ACCOUNT: ("security.index", None),
    }
)
"""Each page's endpoint, and its argument for the id."""
