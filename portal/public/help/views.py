"""Pages for everybody: help, privacy, accessibility, and a way to report a problem."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal.public.help.forms import LONGEST, PAGES, WHAT, ProblemForm
from portal.public.help.tables import KEPT
from portal.public.help.tables import problems as reports
from portal.web.accounts import account as accounts
from portal.web.accounts import attempts
from portal.web.accounts.access import public, require, signed_in
from portal.web.context import now, real_now, settings
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import lazy
from portal.web.paging import asked, cut
from shared.core.roles import Role

bp = Blueprint("help", __name__)

_TOO_MANY = lazy("Too many problems were reported just now. Try again in 15 minutes.")
_THANKS = lazy("Thank you. Those who keep the platform running read your report.")
_c = reports.c


@bp.get("/help")
@public
@in_every_language
def index() -> str:
    return render_template("help/index.html", notice_days=settings().notice_days)


@bp.get("/privacy")
@public
@in_every_language
def privacy() -> str:
    return render_template(
        "help/privacy.html",
        embargo_days=settings().embargo_days,
        kept_days=KEPT.days,
        confirm_days=settings().following_confirm_days,
        notice_days=settings().notice_days,
    )


@bp.get("/accessibility")
@public
@in_every_language
def accessibility() -> str:
    return render_template("help/accessibility.html")


@bp.get("/problem")
@public
@in_every_language
def problem_form() -> str:
    return _form(ProblemForm())


@bp.post("/problem")
@public
@in_every_language
def problem() -> Response | tuple[str, int]:
    form = ProblemForm()
    if not form.validate():
        return _form(form), 422
    if attempts.tried(*attempts.of_reports(request.remote_addr or ""), at=real_now()) is None:
        form.form_errors.append(_TOO_MANY)
        return _form(form), 429
    _keep(form)
    flash(str(_THANKS), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/problems")
@require(Role.SYSTEM_ADMIN)
def problems() -> str:
    query = (
        select(reports)
        .where(_c.reported_at > now() - KEPT)
        .order_by(_c.reported_at.desc(), _c.report_id)
    )
    with engine().connect() as conn:
        found = cut(conn, query, "page", asked)
        names = accounts.names(conn, {row.account_id for row in found if row.account_id})
    return render_template(
        "help/problems.html", found=found, names=names, pages_=PAGES, what=WHAT, days=KEPT.days
    )


def _keep(form: ProblemForm) -> None:
    """Keep the report. The same form twice is one report."""
    account = signed_in() if form.named.data else None
    values = {
        "report_id": str(form.id),
        "reported_at": now(),
        "page": form.page.data,
        "what": form.what.data,
        "text": form.text.data or "",
        "account_id": account and account.account_id,
    }
    try:
        with engine().begin() as conn:
            conn.execute(insert(reports).values(values))
    except IntegrityError:
        return


def _form(form: ProblemForm) -> str:
    return render_template("help/problem.html", form=form, longest=LONGEST, kept_days=KEPT.days)
