"""Somebody says what the columns of a sheet are, looking at its titles and first rows."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, SelectField, StringField

from portal.public.corpus import uploads, words
from portal.public.corpus.desk import about, found, maps
from portal.public.corpus.formats import hash_of, proposed
from portal.public.corpus.reading import BEGINNING, Beginning
from portal.public.corpus.uploads import Sheet
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_reference import ReferenceColumns
from shared.contracts.followup_reference_commands import MapReferenceSheet
from shared.reference.corpus import UPLOADERS

bp = Blueprint("corpuscolumns", __name__, url_prefix="/recommendation-imports")

_OF_ALL = ("state", "symbol", "session", "review", "joined")
_REMEMBERED = ("review", "joined")  # a matrix of another State has the same titles
_TITLE = 80  # characters


class ColumnsForm(CommandForm):
    state = SelectField(
        lazy("State to which all of them are"),
        description=lazy("If no column says it."),
        choices=lambda: {"": gettext("A column says it"), **names.states()},
    )
    symbol = StringField(
        lazy("Symbol of the document"),
        description=lazy("If no column says it, such as A/HRC/22/10."),
        filters=[tidy],
    )
    session = StringField(
        lazy("Session of the review"),
        description=lazy("A number, if no column says it."),
        filters=[tidy],
    )
    review = BooleanField(lazy("It is a matrix of the Universal Periodic Review"))
    joined = BooleanField(
        lazy("A text that stands there once for each theme is one recommendation"),
        description=lazy("It gets the themes of all its rows, if nothing else in them differs."),
    )


@bp.route("/<uuid:batch_id>/columns", methods=["GET", "POST"])
@require(*UPLOADERS)
def show(batch_id: UUID) -> Answer:
    one = found(batch_id, "checking", "checked", "offered", "unreadable")
    if not maps(one):
        raise NotFound
    begins = _beginning(one)
    fields = [_field(number) for number in range(len(begins.head))]
    form = _form(begins.head, words.fields(own=one.provider is not None))(
        data=_known(begins, fields)
    )
    return act(
        about(one),
        form,
        Page(
            heading=gettext("What are the columns of this sheet?"),
            lead=gettext(
                "Say what stands in each column. It is remembered for sheets with the same titles."
            ),
            button=gettext("Keep and check the sheet"),
            fields=[*fields, *_OF_ALL],
            template="corpus/columns.html",
            given={"begins": begins, "words": words},
        ),
        lambda: MapReferenceSheet(batch_id=one.batch_id, columns=_told(begins, fields, form)),
        said=gettext("The sheet is being checked."),
    )


def _beginning(one: Sheet) -> Beginning:
    with engine().connect() as conn:
        begins = uploads.begins(conn, one.batch_id)
    text = vault().reveal(begins) if begins else None
    if text is None:
        raise NotFound
    return BEGINNING.validate_json(text)


def _form(head: Sequence[str], of: Mapping[str, str]) -> type[ColumnsForm]:
    """Return the form with a question for each column."""
    fields = {
        _field(number): SelectField(
            " ".join(title.split())[:_TITLE] or gettext("Column %(number)s", number=number + 1),
            choices=said(of),
        )
        for number, title in enumerate(head)
    }
    return type("ColumnsForm", (ColumnsForm,), fields)


def _known(begins: Beginning, fields: Sequence[str]) -> dict[str, object]:
    """Return what was said last of these titles, or else what they seem to be."""
    with engine().connect() as conn:
        told = uploads.remembered(conn, hash_of(begins.head), current_actor())
    columns = told.columns if told else proposed(begins.head, begins.rows)
    known: dict[str, object] = dict(zip(fields, columns, strict=False))
    if told:
        return known | {name: getattr(told, name) for name in _REMEMBERED}
    return known | {"review": "assessment" in columns}


def _told(begins: Beginning, fields: Sequence[str], form: ColumnsForm) -> ReferenceColumns:
    return ReferenceColumns(
        titles=begins.titles,
        head=hash_of(begins.head),
        columns=tuple(form[name].data or "" for name in fields),
        review=bool(form.review.data),
        state=form.state.data or None,
        symbol=form.symbol.data or None,
        session=form.session.data or None,
        joined=bool(form.joined.data),
    )


def _field(number: int) -> str:
    return f"column_{number}"
