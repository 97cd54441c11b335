"""A provider hands a sheet of their own to the desk, which alone imports it."""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.public.corpus import words
from portal.public.corpus.desk import about, found, hands_over
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.forms import CommandForm
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from shared.contracts.followup_reference_commands import OfferReferenceSheet
from shared.reference.corpus import PROVIDERS

bp = Blueprint("corpusoffering", __name__, url_prefix="/recommendation-imports")


@bp.route("/<uuid:batch_id>/hand-over", methods=["GET", "POST"])
@require(*PROVIDERS)
def hand_over(batch_id: UUID) -> Answer:
    one = found(batch_id, "checked")
    if not hands_over(one):
        raise NotFound
    return act(
        about(one),
        CommandForm(),
        Page(
            heading=gettext("Hand this sheet to the desk?"),
            lead=[
                gettext(
                    "The Quick Response Desk reads it, and takes it or discards it. Once it takes "
                    "it, everybody finds its recommendations, marked as those of a sheet of yours."
                ),
                gettext("Until then you can say anew what its columns are, or discard it."),
            ],
            texts=[(str(words.COUNTS[name]), number(count)) for name, count in one.counts.items()],
            button=gettext("Hand it to the desk"),
            leave=gettext("Not now"),
        ),
        lambda: OfferReferenceSheet(batch_id=one.batch_id, mapping=one.mapping),
        said=gettext("The desk has the sheet."),
    )
