"""Share kits: what whoever hands on recommendations needs, of a visit, a State or a mandate."""

from hashlib import sha256
from typing import Final

from flask import Response
from pydantic_core import to_json
from werkzeug.exceptions import NotFound

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.public.register import kit_files, kit_words, kits
from portal.public.register.kits import Kit
from portal.public.register.profiled import bp
from portal.web import htmx
from portal.web.accounts.access import public
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import language
from portal.web.sheet import CSV, as_asked, line
from portal.web.workbooks import answered

__all__ = ["bp"]  # with all the views that are on it

_KIND: Final = "<kind>/<key>"
_PICTURES: Final = {"svg": "image/svg+xml", "png": "image/png"}
_kept = anybody.Kept(most=16)


@bp.get(f"/share/{_KIND}")
@public
@in_every_language
def share(kind: str, key: str) -> str:
    return _page(_found(kind, key))


@bp.get(f"/share/{_KIND}/address.<picture>")
@public
@in_every_language
def share_code(kind: str, key: str, picture: str) -> Response:
    if picture not in _PICTURES:
        raise NotFound
    one = _found(kind, key)
    body = kit_files.qr(one.address(language().code), picture)
    answer = Response(body, content_type=_PICTURES[picture])
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@bp.get(f"/share/{_KIND}/page.pdf")
@public
@in_every_language
def share_pdf(kind: str, key: str) -> Response:
    one = _found(kind, key)
    laid = kit_files.laid_out(one, today())
    try:
        hashed = sha256(to_json(laid)).digest()
        made = _kept.pressed(hashed, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(_page(one, no.sentence))
    return _named(Response(made, content_type="application/pdf"), one, "pdf")


@bp.get(f"/share/{_KIND}/recommendations.<any(csv, xlsx, ods):book>")
@public
@in_every_language
def share_sheet(kind: str, key: str, book: str) -> Response:
    one = _found(kind, key)
    sheet = kit_files.sheet(one)
    if book == "csv":
        return _named(Response(as_asked(map(line, sheet.rows)), content_type=CSV), one, book)
    try:
        with anybody.turn():
            made = answered(book, [sheet])
    except anybody.Busy as no:
        return anybody.later(_page(one, no.sentence))
    return _named(made, one, book)


def _found(kind: str, key: str) -> Kit:
    with engine().connect() as conn:
        one = kits.find(conn, kind, key)
    if one is None:
        raise NotFound
    return one


def _page(one: Kit, not_set: object = None) -> str:
    return htmx.render(
        "register/share.html",
        block="content",
        kit=one,
        title=kit_words.title(one),
        facts=kit_words.facts(one),
        texts=kit_words.in_every_language(one),
        mine=language().code,
        address=one.address(language().code),
        back=one.address(language().code, whole=False),
        not_set=not_set,
    )


def _named(answer: Response, one: Kit, ending: str) -> Response:
    name = f"recommendations-{one.kind}-{one.key}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
