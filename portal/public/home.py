"""The public front page."""

from flask import Blueprint, render_template

from portal.web.accounts.access import public
from portal.web.area import Area
from portal.web.context import settings
from portal.web.i18n.asked import in_every_language

bp = Blueprint("home", __name__)


@bp.get("/")
@public
@in_every_language
def index() -> str:
    days = settings()
    return render_template("home.html", reply_days=days.reply_days, embargo_days=days.embargo_days)


HOME = Area(name="home", package=__package__, blueprints=(bp,))
