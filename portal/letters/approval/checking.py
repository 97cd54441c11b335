"""The page of the check for sources and names (R6), of any approved text."""

from typing import Any

from portal.casefile.lint import passages
from portal.casefile.lint.checking import Checked
from portal.letters.approval.text import ApprovedText, S
from portal.web import htmx
from portal.web.act import About


def page(
    about: About,
    text: ApprovedText[S],
    result: Checked,
    *,
    look: passages.LookForm | None,
    look_at: str,
    refusal: str | None,
    change: str,
    template: str = "approval/check.html",
    **own: Any,
) -> str:
    """Show the places. Where a source may be told, who may know is asked for a reason first.

    ``look_at``: where that reason is sent; ``change``: where the text is changed, for who may.
    """
    return htmx.render(
        template,
        block="content",
        about=about,
        text=text,
        checked=result,
        look=look or passages.offered(result),
        look_at=look_at,
        refusal=refusal,
        change=change,
        **own,
    )
