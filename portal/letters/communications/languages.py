"""The language of a letter, of two of its versions, and the usual one for a new draft."""

from sqlalchemy import Connection, select

from portal.letters.communications.letter import Letter
from portal.letters.communications.tables import letters
from portal.web.i18n.languages import Language
from portal.web.i18n.text_language import language_of


def of_letter(conn: Connection, communication_id: str) -> str | None:
    """Return the language that was chosen for this letter."""
    this = letters.c.communication_id == communication_id
    found: str | None = conn.scalar(select(letters.c.language).where(this))
    return found


def of_last_letter_to(conn: Connection, recipient: str) -> str | None:
    """Return the language of the last letter that went to this recipient.

    A letter that is sent is no secret to officers: the live feed names its recipient.
    """
    found: str | None = conn.scalar(
        select(letters.c.language)
        .where(
            letters.c.recipient == recipient,
            letters.c.transmitted_at.is_not(None),
            letters.c.language.is_not(None),
        )
        .order_by(letters.c.transmitted_at.desc())
        .limit(1)
    )
    return found


def of_both(letter: Letter, old: str | None, new: str | None) -> Language | None:
    """Return the language of a letter, unless it was another one in the older version."""
    return letter.spoken if language_of(old or "") == language_of(new or "") else None
