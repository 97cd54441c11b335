"""The pages of the selection, with one module for each role."""

from flask import Blueprint, g, request

from portal.selection import (
    candidate,
    chair,
    disclosing,
    filling,
    joining,
    listed,
    officer,
    onward,
    page,
    panel,
)
from portal.web.accounts.access import signed_in

bp = Blueprint("selection", __name__)
for door in (officer, onward, candidate, filling, panel, disclosing, chair, listed, joining):
    bp.register_blueprint(door.bp)
bp.context_processor(page.words)


@bp.before_request
def see_own_write() -> None:
    """Let a page wait for what its reader has just done; ``g.late`` when that takes longer."""
    g.late = request.method == "GET" and signed_in() is not None and not page.caught_up()
