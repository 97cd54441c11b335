"""The public door."""

from flask import Blueprint, render_template

from portal.accounts.access import public
from portal.context import settings

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> str:
    days = settings()
    return render_template("home.html", reply_days=days.reply_days, embargo_days=days.embargo_days)
