"""Publishing a recommendation, and taking it back, by the holder of its mandate."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy import Row, exists, select
from werkzeug.exceptions import NotFound

from portal.followup.recommendations.following import bp
from portal.followup.recommendations.forms import PublishForm, WithdrawForm, counted
from portal.followup.recommendations.read_model import recommendations, versions
from portal.followup.recommendations.several import keep
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import assessed, on, sealed
from portal.web import check
from portal.web.accounts.access import require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_recommendation_commands import (
    PublishRecommendation,
    WithdrawRecommendation,
)
from shared.core.message import derive_id
from shared.core.roles import Role

__all__ = ["bp"]  # with the views that are on it so far


@bp.route("/<uuid:recommendation_id>/publish", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("make a recommendation public"))
def publish(recommendation_id: UUID) -> Answer:
    """Make it public, in words that everybody may read; anew once it was corrected."""
    view = assessed(recommendation_id)
    about, form, version = view.about, PublishForm(), len(view.described.versions)
    others = _others(about) if version == 1 else []
    form.offer(len(others))
    if about.published_version == version:
        raise NotFound
    if request.method == "GET":
        form.text.data, form.seen.data = view.text, str(version)
        form.noted.data = str(about.noted)

    said = view.document if about.item else None
    origin = [(gettext("Recommended by"), said)] if said else []
    for name, noted in (
        (gettext("Short title"), about.title),
        (gettext("Heading of its section"), about.section),
    ):
        if noted and (told := view.texts[noted.cipher]):
            origin.append((name, told))

    def words() -> str:
        return untelling(about, form.text.data or "")

    asked: list[PublishRecommendation] = []

    def command() -> PublishRecommendation:
        one = PublishRecommendation(
            recommendation_id=about.recommendation_id,
            text=words(),
            seen=form.version,
            document=said or "",
            noted=counted(form.noted),
        )
        asked[:] = [one]
        return one

    def checks() -> Check:
        words()
        return Check(
            title=gettext("Check the words before everybody reads them"),
            lead=gettext(
                "Everybody finds them in the register at once. Whoever has saved them keeps them, "
                "even if you take them back."
            ),
            button=gettext("Make it public"),
            answers=[*check.answers(form.text), *origin, *_named(chosen())],
        )

    def chosen() -> Sequence[Row[Any]]:
        return others if others and form.others.data else []

    def then() -> None:
        told = replace(asked[0], seen=1, noted=0)
        ids = {derive_id("publish", form.id, one.recommendation_id): one for one in chosen()}
        keep(
            {
                id_: (replace(told, recommendation_id=one.recommendation_id), one.correlation_id)
                for id_, one in ids.items()
            }
        )

    page = Page(
        heading=gettext("Make it public"),
        title=gettext("Make a recommendation public"),
        lead=gettext(
            "Everybody finds it in the register then. It can be taken back with a reason, and the "
            "register keeps saying that. Change the words where they could tell who somebody is."
        ),
        button=gettext("Continue"),
    )
    return act(on(about), form, page, command, checks=checks, then=then)


def _others(about: Recommendation) -> Sequence[Row[Any]]:
    """Return those with the same text that its mandate follows up as they were issued."""
    if about.common_id is None:
        return []
    c, v = recommendations.c, versions.c
    as_issued = (
        c.mandate == about.mandate,
        c.recommendation_id != about.recommendation_id,
        *(one.is_(None) for one in (c.published_at, c.withdrawn_at, c.closed, c.kept_at, c.noted)),
        ~exists().where(v.recommendation_id == c.recommendation_id, v.version > 1),
    )
    these = select(c.addressee, c.recommendation_id, c.correlation_id)
    with engine().connect() as conn:
        found = conn.execute(these.where(c.common_id == about.common_id, *as_issued)).all()
    return names.in_order(found, "states")


def _named(others: Sequence[Row[Any]]) -> list[tuple[str, str]]:
    """Return to whom else it is made public, for the check."""
    if not others:
        return []
    return [(gettext("The same text to"), listed(names.recipient(one.addressee) for one in others))]


@bp.route("/<uuid:recommendation_id>/withdraw", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("take a public recommendation back"))
def withdraw(recommendation_id: UUID) -> Answer:
    """Take it back. Corrected, it is made public anew."""
    about = assessed(recommendation_id).about
    if about.published_at is None:
        raise NotFound
    form = WithdrawForm()
    page = Page(
        heading=gettext("Take back what is public"),
        title=gettext("Take a recommendation back"),
        lead=gettext(
            "The register says from then on that it was taken back and when, without its words. "
            "Whoever has saved them keeps them. To correct it, take it back and make the right "
            "words public."
        ),
        button=gettext("Take it back"),
        tone="warning",
    )
    return act(
        on(about),
        form,
        page,
        lambda: WithdrawRecommendation(
            recommendation_id=about.recommendation_id,
            reason=form.reason.data,
            note=sealed(about.recommendation_id, form.note.data),
        ),
    )
