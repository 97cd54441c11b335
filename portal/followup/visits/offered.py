"""What the page of a visit file offers: what makes sense by where it stands. The service rules."""

from dataclasses import dataclass, replace
from datetime import date

from portal.followup.visits.queries import AGREED, HOLDER, File, OnFile
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.visit_terms import SETTLED
from shared.reference.visits import (
    DEEMED_AFTER,
    HERE,
    IN_SIGHT,
    NO_VISIT,
    answers_to,
    begun_anew,
    is_open,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """``logs`` and ``decides``: endpoints; ``letter``: which one an officer may write.

    ``kind``: whether this person may say what kind of visit it is.
    """

    works: bool = False
    holds: bool = False
    logs: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    letter: str | None = None
    kind: bool = False

    def scans(self, document: OnFile) -> bool:
        """Whether files are added to it: to letters, and to none that a Government answered."""
        letter = document.channel not in {None, HERE}
        return self.works and letter and not document.struck

    def strikes(self, document: OnFile) -> bool:
        """What the holder decided, only the holder strikes.

        Nobody strikes agreed dates, nor what a Government answered here.
        """
        strikes = self.holds or not document.of_holder
        stays = document.kind == AGREED or document.channel == HERE
        return self.works and not document.struck and not stays and strikes


def offered(one: File, actor: Actor, today: date) -> Offered:
    if one.sight < Sight.WRITE:
        return Offered()
    one = replace(one, now=replace(begun_anew(one.now, today), to_send=one.now.to_send))
    holds = actor.has(HOLDER) and actor.serves(one.of)
    # A letter in the name of the mandate that goes on is of its own file.
    writes = actor.has(Role.HUMAN_RIGHTS_OFFICER) and actor.serves(one.mandate) and not one.keeper
    return Offered(
        works=True,
        holds=holds,
        logs=_logs(one),
        decides=_decides(one) if holds else (),
        letter=_letter(one) if writes else None,
        kind=says_kind(one, actor),
    )


def says_kind(one: File, actor: Actor) -> bool:
    """Whether this person works for the mandate, and there is a visit to say it of."""
    office = actor.has(Role.HUMAN_RIGHTS_OFFICER, HOLDER) and actor.serves(one.of)
    return office and one.sight >= Sight.WRITE and one.now.status not in NO_VISIT


def _logs(one: File) -> tuple[str, ...]:
    now = one.now
    begun = now.asked_on is not None or now.invited_on is not None
    in_sight = now.dates or now.invited_on or now.status in IN_SIGHT
    answers = answers_to(now)
    which = {
        "request": not in_sight,
        "reminder": is_open(now),
        "invitation": True,
        "acknowledgement": "acknowledgement" in answers,
        "acceptance": "acceptance" in answers,
        "declination": "declination" in answers,
        "dates": "dates" in answers,
        "postponement": "postponement" in answers,
        "cancellation": "cancellation" in answers,
        "terms": begun,
        "terms_answer": "terms_answer" in answers,
    }
    return tuple(name for name, makes_sense in which.items() if makes_sense)


def _decides(one: File) -> tuple[str, ...]:
    now = one.now
    which = {
        "take_back": now.to_send is not None,
        "reservation": now.terms == "reserved",
        "agree": now.dates_by == "state"
        and now.status in {"dates", "postponed"}
        and now.terms in SETTLED,
        "publish": now.status == "agreed" and now.dates is not None and not one.public,
        "grade": now.asked_on is not None or one.cooperation is not None,
        "deem": now.postponed >= DEEMED_AFTER,
        "tell": is_open(now),
        "carry": now.asked_on is not None or now.invited_on is not None,
    }
    return tuple(name for name, makes_sense in which.items() if makes_sense)


def _letter(one: File) -> str | None:
    now = one.now
    if is_open(now):
        return "reminder"
    in_sight = now.dates or now.invited_on or now.status in IN_SIGHT
    return None if in_sight else "request"
