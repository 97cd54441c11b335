"""Which recommendations came of a text of the corpus, or of an import, as a reader may learn."""

from dataclasses import dataclass

from sqlalchemy import Connection, false, func, or_, select

from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.sight import READERS, visible
from shared.core.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """``opens``: the reader may open its page."""

    recommendation_id: str
    mandate: str
    addressee: str
    let_go: bool
    opens: bool


def of_text(conn: Connection, actor: Actor | None, item: str) -> list[TakenUp]:
    """Return who took a text up: to everybody what is public, and else as the pages do."""
    c = recommendations.c
    opens = visible(actor) if actor and actor.has(*READERS) else false()
    seen = or_(opens, c.published_at.is_not(None))
    rows = conn.execute(
        select(recommendations, opens.label("opens"))
        .where(c.item == item, c.issued_at.is_not(None), seen)
        .order_by(c.issued_at, c.recommendation_id)
    )
    return [
        TakenUp(
            recommendation_id=row.recommendation_id,
            mandate=row.mandate,
            addressee=row.addressee,
            let_go=row.let_go_at is not None,
            opens=bool(row.opens),
        )
        for row in rows
    ]


def rests_on(conn: Connection, batch_id: str) -> bool:
    """Whether a recommendation has a text of this import, which so is not undone."""
    c = recommendations.c
    held = c.batch_id == batch_id, c.let_go_at.is_(None)
    return bool(conn.scalar(select(func.count()).select_from(recommendations).where(*held)))
