"""A page of a mission with texts that are opened for it."""

from collections.abc import Sequence

from portal.followup.inputs import words
from portal.followup.missions.queries import Mission
from portal.web import htmx
from portal.web.context import vault
from portal.web.i18n import names
from shared.core.message import Sealed


def show(template: str, one: Mission, sealed: Sequence[Sealed], **also: object) -> str:
    texts = vault().reveal_all(sealed) if sealed else []
    return htmx.render(
        template,
        block="content",
        one=one,
        opened=dict(zip(sealed, texts, strict=True)),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        **also,
    )
