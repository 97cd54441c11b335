"""Who speaks in an interactive dialogue, in which order, for how long, and with which grade.

Section B of selection-stakeholders-committee.md: the lifecycle of a statement in B.3, SB2 to SB4 of
B.4. The codes are stored in facts; the portal says them in the reader's language.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from shared.contracts.stakeholders_dialogues import Form, Speaks
from shared.core.message import derive_id
from shared.core.roles import Role

ORDER: Final[tuple[Speaks, ...]] = (
    "holder",
    "state_concerned",
    "nhri_concerned",
    "state",
    "nhri",
    "ngo",
)
"""Priority. The A-status institution of the State concerned speaks right after that State."""

_EACH: Final = 90
SECONDS: Final[Mapping[Speaks, int]] = MappingProxyType(
    {
        "holder": 20 * 60,
        "state_concerned": 5 * 60,
        **dict.fromkeys(ORDER[2:], _EACH),
    }
)
PER_VISIT: Final = 2 * 60
"""Seconds that the holder has besides for each visit report."""

GRADES: Final[Mapping[Speaks, frozenset[str]]] = MappingProxyType(
    {
        "nhri_concerned": frozenset({"A"}),
        "nhri": frozenset({"A"}),
        "ngo": frozenset({"general", "special", "roster"}),
    }
)
"""SB2 and SB4: one of these is in force on the day of the act. Who is not here needs none."""
ROLES: Final[Mapping[Speaks, Role]] = MappingProxyType(
    {
        "nhri_concerned": Role.CONTACT_POINT,
        "nhri": Role.CONTACT_POINT,
        "ngo": Role.NGO_MEMBER,
    }
)
"""Who asks for themselves, as Governments do; a stakeholder officer asks for the others."""

BEFORE: Final = timedelta(hours=24)
"""A slot is asked for this long before the dialogue begins, but for who has the floor by right."""
BY_RIGHT: Final[frozenset[Speaks]] = frozenset({"holder", "state_concerned"})
OF_CONCERN: Final[frozenset[Speaks]] = frozenset({"state_concerned", "nhri_concerned"})
"""Who speaks because the dialogue is about their State."""
OF_STATES: Final[frozenset[Speaks]] = frozenset({"state_concerned", "state"})
WRITTEN_BEFORE: Final = timedelta(days=14)
WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {"general": 2_000, "special": 1_500, "roster": 1_500}
)
"""SB3: the longest written statement by status. An institution with A has no limit here."""
FORMS: Final[tuple[Form, ...]] = ("oral", "written")

VIDEO_HOSTS: Final = frozenset({"webtv.un.org", "media.un.org"})
"""Where the Council shows its recordings: a video of a statement is a link to one of these."""

NO_GRADE: Final = "no_grade"
DISSOLVED: Final = "dissolved"
BY_ITSELF: Final = frozenset({NO_GRADE, DISSOLVED})
"""Why a slot goes without an officer: the register says so."""
ABSENT: Final = "absent"
RELEASES: Final = BY_ITSELF | {ABSENT, "duplicate", "not_identified", "safety"}
"""Why an officer takes a slot: views are never a reason. Who was absent can be listed again."""
WITHDRAWALS: Final = RELEASES | {"own", "called_off"}
PASSING: Final = BY_ITSELF | {"own", "not_identified", "safety"}
"""B.8: if whose slot it is goes for this reason, co-sponsors keep it."""
BY_LEAD: Final = "lead"
PARTINGS: Final = RELEASES | {"own", BY_LEAD}
"""Why somebody is a co-sponsor no more."""
MOST_CO_SPONSORS: Final = 30
MOST_MINUTES, MOST_VISITS, MOST_WORDS = 600, 20, 5_000

Place: TypeAlias = tuple[int, datetime, int, int]


def place(speaks: Speaks, requested_at: datetime, requests: int, number: int) -> Place:
    """Return what the order goes by: priority, time of request, number of requests.

    ``number``: in the order of the stream, where all of it is equal.
    """
    return ORDER.index(speaks), requested_at, requests, number


def is_video(address: str) -> bool:
    """Whether it is an address of the Council's recordings, and of nobody else."""
    try:
        there = urlsplit(address)
    except ValueError:  # such as a bracket that is never closed
        return False
    return there.scheme == "https" and there.netloc in VIDEO_HOSTS


def seconds_of(speaks: Speaks, visits: int) -> int:
    """Return for how long somebody speaks."""
    return SECONDS[speaks] + (PER_VISIT * visits if speaks == "holder" else 0)


def within(seconds: list[int], left: int) -> int:
    """Return how many of the next speakers the time that is left is enough for."""
    for count, each in enumerate(seconds):
        left -= each
        if left < 0:
            return count
    return len(seconds)


def slot_id(dialogue_id: str, of: str) -> str:
    """Return the id of a slot: there is one for each organisation, State and holder.

    ``of``: the pseudonym of an organisation for this dialogue, the code of a State, or ``holder``.
    """
    return str(derive_id("dialogue slot", dialogue_id, of))
