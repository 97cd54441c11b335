"""The queues: the statuses in each, and its order."""

from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, case, literal, select, true

from portal.casefile.queue.tables import queue, waiting
from portal.casefile.submissions.status import Status
from portal.web.i18n.texts import lazy, lazy_pgettext

_c = queue.c
_asked = _c.submission_id.in_(select(waiting.c.submission_id))

status: ColumnElement[str] = case(
    (_c.not_actioned.is_not(None), literal(Status.NOT_ACTIONED.value)),
    (_asked, literal(Status.WAITING.value)),
    (_c.triaged_at.is_not(None), literal(Status.TRIAGED.value)),
    (_c.referred.is_not(None), literal(Status.REFERRED.value)),
    (_c.answered_at.is_not(None), literal(Status.ANSWERED.value)),
    else_=literal(Status.NEW.value),
)
"""As ``portal.casefile.submissions.status`` tells it, from one narrow row."""


class Order(Enum):
    """Urgent ones first and then the oldest; or what was decided last."""

    FIRST_COME = auto()
    LAST_DECIDED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """``holds``: which statuses; empty for all. ``counted``: it is work, its number is shown."""

    title: str
    holds: tuple[Status, ...]
    order: Order
    counted: bool
    empty: str

    @property
    def where(self) -> ColumnElement[bool]:
        """The rows of this queue. Those with the desk are found without reading the others."""
        if not self.holds:
            return true()
        held = status.in_([one.value for one in self.holds])
        with_desk = all(one in {Status.NEW, Status.ANSWERED} for one in self.holds)
        return and_(_c.with_desk, held) if with_desk else held


TO_DO = "to-do"
QUEUES = MappingProxyType(
    {
        TO_DO: Queue(
            title=lazy_pgettext("a queue", "To do"),
            holds=(Status.NEW, Status.ANSWERED),
            order=Order.FIRST_COME,
            counted=True,
            empty=lazy("A submission appears here the moment it arrives, urgent ones on top."),
        ),
        Status.NEW.value: Queue(
            title=lazy_pgettext("a queue", "New"),
            holds=(Status.NEW,),
            order=Order.FIRST_COME,
            counted=True,
            empty=lazy("A submission that nobody has looked at appears here."),
        ),
        Status.WAITING.value: Queue(
            title=lazy_pgettext("a queue", "Waiting for the source"),
            holds=(Status.WAITING,),
            order=Order.FIRST_COME,
            counted=True,
            empty=lazy("A submission whose source was asked a question appears here."),
        ),
        Status.ANSWERED.value: Queue(
            title=lazy_pgettext("a queue", "Answered"),
            holds=(Status.ANSWERED,),
            order=Order.FIRST_COME,
            counted=True,
            empty=lazy("A submission whose source has answered appears here."),
        ),
        Status.TRIAGED.value: Queue(
            title=lazy_pgettext("a queue", "Shared"),
            holds=(Status.TRIAGED,),
            order=Order.LAST_DECIDED,
            counted=False,
            empty=lazy("A submission that was shared with mandates appears here."),
        ),
        Status.REFERRED.value: Queue(
            title=lazy_pgettext("a queue", "Referred"),
            holds=(Status.REFERRED,),
            order=Order.LAST_DECIDED,
            counted=False,
            empty=lazy("A submission that was referred to another procedure appears here."),
        ),
        Status.NOT_ACTIONED.value: Queue(
            title=lazy_pgettext("a queue", "Not actioned"),
            holds=(Status.NOT_ACTIONED,),
            order=Order.LAST_DECIDED,
            counted=False,
            empty=lazy("A submission that is not acted on appears here, with the reason."),
        ),
        "all": Queue(
            title=lazy_pgettext("a queue", "All"),
            holds=(),
            order=Order.FIRST_COME,
            counted=False,
            empty=lazy("Every submission appears here."),
        ),
    }
)
OF_THE_DESK = (TO_DO, Status.NEW.value)
"""Of no use to an officer: what is not shared does not exist for him."""
