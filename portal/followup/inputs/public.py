"""Calls for input as everybody reads them, and the door for contributions.

A page of a call says the mandate, the State and the last day, and nothing of the visit's days
(VR1). It is the same whether contributions came or not, but for what is published.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response
from werkzeug.exceptions import NotFound

from portal.casefile.attachments.forms import IN_LANGUAGES
from portal.followup.inputs import keeping, own, queries, words
from portal.followup.inputs.forms import ContributeForm
from portal.followup.inputs.keeping import Receipt, Written
from portal.followup.inputs.queries import Call
from portal.source.pace import gate
from portal.source.pace.gate import Step
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.act import Answer
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.texts import language, lazy
from shared.core.message import Sealed

bp = Blueprint("inputcalls", __name__, url_prefix="/calls-for-input")

CONTRIBUTE = Step("contribute", 4)
AT_ONCE: Final = 10
"""Published contributions on one page: each may be long, and has a key of its own."""
_OVER = lazy("This call is closed: it takes no contribution any more.")


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        page = paging.cut(conn, queries.listed(conn, today()), "calls", paging.asked)
    return htmx.render(
        "inputs/calls.html",
        block="content",
        calls=page,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:call_id>")
@public
@in_every_language
def show(call_id: UUID) -> Answer:
    one = _found(call_id)
    with engine().connect() as conn:
        texts = queries.texts_of(conn, [one.call_id])[one.call_id]
        page = paging.cut(
            conn, queries.published(one.call_id), "published", paging.asked, size=AT_ONCE
        )
    sealed = [*texts.values(), *(each.text for each in page)]
    named = [each.name for each in page if each.name and each.publication == "named"]
    opened = _opened([*sealed, *named])
    shown = htmx.render(
        "inputs/call.html",
        block="content",
        call=one,
        open=_takes(one),
        texts=_in_order(texts, opened),
        page=page,
        published=[
            (
                opened[each.text],
                opened[each.name] if each.name and each.publication == "named" else None,
                LANGUAGES.get(each.language),
            )
            for each in page
            if opened[each.text] is not None
        ],
        languages=LANGUAGES,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )
    return shown if one.public else _by_its_address_alone(shown)


def _by_its_address_alone(page: str) -> Response:
    """No search engine lists it, and no cache keeps it."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@bp.get("/<uuid:call_id>/contribute")
@public
def contribute_form(call_id: UUID) -> Answer:
    one = _found(call_id)
    if not _takes(one):
        return _page(one, ContributeForm(formdata=None), over=True), 409
    return _page(one, ContributeForm(formdata=None))


@bp.post("/<uuid:call_id>/contribute")
@public
def contribute(call_id: UUID) -> Answer:
    """Keep the contribution; the answer is its receipt, and this browser may add files to it.

    What is kept already has its receipt again, also when the call is over by now.
    """
    form = ContributeForm()
    if not form.validate():
        return _page(_found(call_id), form), 422
    written = _written(str(call_id), form)
    if (receipt := keeping.received(written, form.id)) is not None:
        return _receipt(receipt)
    one = _found(call_id)
    if not _takes(one):
        form.form_errors.append(_OVER)
        return _page(one, form), 409
    if (page := gate.asked(CONTRIBUTE, keeping.name_of(written, form.id))) is not None:
        return page
    return _receipt(keeping.receive(written, form.id))


def _written(call_id: str, form: ContributeForm) -> Written:
    return Written(
        call_id=call_id,
        language=form.language.data,
        name=form.name.data or "",
        text=form.text.data or "",
        publication=form.publication.data,
    )


def _receipt(receipt: Receipt) -> str:
    if receipt.code is not None:
        own.come_in(receipt.contribution_id)
    return htmx.render(
        "inputs/receipt.html",
        block="content",
        receipt=receipt,
        picture=own.picture_of(receipt.code) if receipt.code else "",
        exit_url=own.way_out(),
    )


def _page(one: Call, form: ContributeForm, *, over: bool = False) -> str:
    return htmx.render(
        "inputs/contribute.html",
        block="content",
        call=one,
        form=form,
        over=over,
        languages=IN_LANGUAGES,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        exit_url=own.way_out(),
    )


def _takes(one: Call) -> bool:
    with engine().connect() as conn:
        return queries.takes(conn, one, today())


def _found(call_id: UUID) -> Call:
    with engine().connect() as conn:
        one = queries.call(conn, str(call_id))
    if one is None or one.ended == "withdrawn":
        raise NotFound
    return one


def _opened(sealed: list[Sealed]) -> Mapping[Sealed, str | None]:
    texts = vault().reveal_public(sealed) if sealed else []
    return dict(zip(sealed, texts, strict=True))


def _in_order(
    texts: Mapping[str, Sealed], opened: Mapping[Sealed, str | None]
) -> list[tuple[str, str]]:
    """Return the texts, the one in the reader's language first, then English."""
    first = (language().code, "en")
    order = sorted(texts, key=lambda code: (code != first[0], code != first[1], code))
    return [(code, text) for code in order if (text := opened[texts[code]]) is not None]
