"""What becomes of a report in public: published, beside it the comments of the State; withdrawn."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import queries, wording
from portal.followup.visit_reports.checking import refuse_comments, refuse_what_tells
from portal.followup.visit_reports.forms import (
    CommentsForm,
    LanguagesForm,
    PublishForm,
    ReturnForm,
    WithdrawForm,
)
from portal.followup.visit_reports.found import about, found, noted, of, sealed, showing, withdraws
from portal.followup.visit_reports.queries import Report
from portal.web import check
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_visit_report_commands import (
    PublishStateComments,
    PublishVisitReport,
    ReturnVisitReport,
    SetVisitReportLanguages,
    WithdrawVisitReport,
)
from shared.contracts.followup_visit_reports import Stage
from shared.core.roles import Role

bp = Blueprint("visitpublishing", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_publisher = require(Role.PUBLICATION_OFFICER)


@bp.route("/publish", methods=["GET", "POST"])
@_publisher
@fresh(lazy("publish the report on a visit"))
def publish(mission_id: UUID) -> Answer:
    one, form = _at(mission_id, "submitted"), PublishForm()
    showing(form, one)

    def command() -> PublishVisitReport:
        refuse_what_tells(one)  # consent may have been withdrawn since it was approved
        with engine().connect() as conn:
            said = wording.of_items(queries.items_of(conn, one.mission_id))
        return PublishVisitReport(
            **of(one, form),
            text_hash=wording.text_hash(one.mission_id, vault().reveal(one.text) or "", said),
            symbol=form.symbol.data or "",
            languages=tuple(form.languages.data or ()),
            words=tuple((each.recommendation_id, each.text) for each in said),
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Publish the report"),
            lead=gettext(
                "Everybody reads it then. Each of its recommendations is registered and public in "
                "the same words."
            ),
            button=gettext("Continue"),
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check before everybody reads the report"),
            lead=gettext(
                "Whoever has saved the report keeps it, even if it is taken off these pages."
            ),
            button=gettext("Publish the report"),
            answers=check.answers(form.symbol, form.languages),
        ),
        said=gettext("The report is published."),
    )


@bp.route("/languages", methods=["GET", "POST"])
@_publisher
@fresh(lazy("say in which languages the report on a visit is out"))
def languages(mission_id: UUID) -> Answer:
    one, form = _at(mission_id, "published"), LanguagesForm()
    showing(form, one)
    if request.method == "GET":
        form.languages.data = list(one.languages)
    return act(
        about(one, stays=one.works),
        form,
        Page(
            heading=gettext("Say in which languages the document is out"),
            lead=gettext(
                "The public page leads to the official document in each of them, and first to the "
                "one in the language of who reads."
            ),
            button=gettext("Keep"),
        ),
        lambda: SetVisitReportLanguages(
            **of(one, form), languages=tuple(form.languages.data or ())
        ),
        said=gettext("The languages are kept."),
    )


@bp.route("/return", methods=["GET", "POST"])
@_publisher
def give_back(mission_id: UUID) -> Answer:
    one, form = _at(mission_id, "submitted"), ReturnForm()
    showing(form, one)
    return act(
        about(one, stays=one.works),
        form,
        Page(
            heading=gettext("Give the report back?"),
            lead=gettext(
                "Its mandate reads the reason. The holder approves the report anew before it is "
                "submitted again, and until then you do not read it."
            ),
            button=gettext("Give it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: ReturnVisitReport(
            **of(one, form), note=sealed(one.mission_id, form.note.data or "")
        ),
        said=gettext("The report is with its mandate."),
    )


@bp.route("/addendum", methods=["GET", "POST"])
@_publisher
@fresh(lazy("publish the comments of a State"))
def addendum(mission_id: UUID) -> Answer:
    one, form = _at(mission_id, "published"), CommentsForm()
    with engine().connect() as conn:
        asked = [each for each in queries.comments_of(conn, one) if each.publish]
    opened = vault().reveal_all([each.text for each in asked]) if asked else []
    told = {each.comment_id: text for each, text in zip(asked, opened, strict=True) if text}
    numbers = {each.comment_id: number for number, each in enumerate(asked, 1)}
    form.comments.choices = [
        (each, str(number)) for each, number in numbers.items() if each in told
    ]
    showing(form, one)
    if request.method == "GET":
        form.comments.data = list(told)

    def command() -> PublishStateComments:
        chosen = tuple(each for each in told if each in (form.comments.data or ()))
        refuse_comments(one, [told[each] for each in chosen])
        return PublishStateComments(**of(one, form), symbol=form.symbol.data or "", comments=chosen)

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Publish the comments of the State"),
            lead=gettext(
                "Those that you choose stand beside the report. What the State says later is "
                "published once you have chosen it as well."
            ),
            texts=[
                (str(numbers[each.comment_id]), text)
                for each, text in zip(asked, opened, strict=True)
            ],
            button=gettext("Publish the comments"),
        ),
        command,
        said=gettext("The comments are published."),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(*queries.WRITERS, Role.PUBLICATION_OFFICER)
@fresh(lazy("withdraw the report on a visit"))
def withdraw(mission_id: UUID) -> Answer:
    one, form = found(mission_id), WithdrawForm()
    if not withdraws(one):
        raise NotFound
    showing(form, one)
    return act(
        about(one, stays=one.works),
        form,
        Page(
            heading=gettext("Withdraw the report?"),
            lead=gettext(
                "It is not submitted, or everybody reads it no more. If it was published by "
                "mistake, its recommendations are taken back with it; otherwise they stay public. "
                "It can be begun anew."
            ),
            button=gettext("Withdraw the report"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: WithdrawVisitReport(
            **of(one, form),
            reason=form.reason.data,
            note=noted(one.mission_id, form.note.data),
        ),
        said=gettext("The report is withdrawn."),
    )


def _at(mission_id: UUID, stage: Stage) -> Report:
    one = found(mission_id)
    if one.stage != stage:
        raise NotFound
    return one
