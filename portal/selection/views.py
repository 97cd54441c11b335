"""The pages of the selection, with one module for each role."""

from flask import Blueprint, g, request

from portal.selection import (
    adding_letters,
    appointed,
    arranging,
    candidate,
    chair,
    considering,
    council,
    disclosing,
    figures,
    filling,
    foreseen,
    giving_needs,
    interviewing,
    joining,
    letters,
    listed,
    officer,
    onward,
    page,
    panel,
    president,
    published,
    reporting,
    screening,
)
from portal.selection.roster import desk as roster_desk
from portal.selection.roster import own as roster
from portal.web.accounts.access import signed_in

bp = Blueprint("selection", __name__)
_AFTER = (reporting, president, council, published, figures, appointed)
_OF_THE_PANEL = (panel, disclosing, chair, interviewing, considering, arranging, giving_needs)
_OF_CANDIDATES = (candidate, filling, adding_letters, letters, roster, roster_desk)
_BEFORE = (officer, screening, onward, *_OF_CANDIDATES, *_OF_THE_PANEL, listed, foreseen, joining)
for door in (*_BEFORE, *_AFTER):
    bp.register_blueprint(door.bp)
bp.context_processor(page.words)
bp.context_processor(lambda: {"report_numbers": published.numbers})


@bp.before_request
def see_own_write() -> None:
    """Let a page wait for what its reader has just done; ``g.late`` when that takes longer."""
    g.late = request.method == "GET" and signed_in() is not None and not page.caught_up()
