"""Facts of how calls are made known: A4 of section A.3. An audience is a rule and a number.

No fact has a list of recipients: they are found again by the rule (decision 0067).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Whom: TypeAlias = Literal["register", "roster"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAudience:
    """``register``: who speaks for organisations of these kinds and regional groups.

    ``roster``: who agreed to be found, of these regional groups and languages, and for the mandate.
    None of a condition means all. ``kinds``: none of the roster. ``languages``: none of the
    register.
    """

    whom: Whom
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDisseminated:
    """``number`` counts them for one vacancy. ``count``: people whom the preview had."""

    vacancy_id: str
    mandate: str
    round: int
    number: int
    audience: CallAudience
    count: int
    disseminated_by: str
    disseminated_at: datetime


Fact: TypeAlias = CallDisseminated

TYPES: dict[str, type] = {"call-disseminated": CallDisseminated}
