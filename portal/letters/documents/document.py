"""The PDF of a letter: made from its present text, and kept once the letter is sent."""

from hashlib import sha256

from portal.letters.communications import contents, words
from portal.letters.communications.letter import Letter, Sight
from portal.letters.documents import layout, sent, typesetting
from portal.letters.documents.sent import Kept
from portal.web.accounts import account as accounts
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.i18n.text_language import language_of
from portal.web.i18n.texts import speaking
from shared.platform.vault import Forgotten

_GONE = "transmitted"


def document(letter: Letter, sight: Sight) -> bytes:
    """Return the PDF of a letter that this person may see: the one that went, once it has gone.

    Raises ``NotSet`` with a sentence for the person. That the text was read is on record.
    """
    if letter.state != _GONE:
        return _set(letter, sight)[0]
    with engine().connect() as conn:
        kept = sent.find(conn, letter.communication_id)
    if kept is None:
        pdf, erased = _set(letter, sight)
        if erased:
            return pdf
        kept = _keep(letter, pdf)
    packed = vault().reveal(kept.pdf)
    return _set(letter, sight)[0] if packed is None else sent.unpacked(packed)


def fingerprint(pdf: bytes) -> str:
    """Return the SHA-256 of a document, in hex."""
    return sha256(pdf).hexdigest()


def _keep(letter: Letter, pdf: bytes) -> Kept:
    subject = f"communication-{letter.communication_id}"
    try:
        sealed = vault().seal(subject, sent.packed(pdf))
    except Forgotten as error:  # in this very moment
        raise typesetting.NotSet from error
    return sent.keep(engine(), letter.communication_id, Kept(fingerprint(pdf), sealed), at=now())


def _set(letter: Letter, sight: Sight) -> tuple[bytes, bool]:
    """Return the PDF, and whether the text was erased."""
    with engine().connect() as conn:
        present = contents.versions_of(conn, letter, sight)[0]
        approved = [one.approved_by for one in letter.signing if one.approved_by]
        names = accounts.names(conn, approved)
    text = vault().reveal(present.text)
    spoken = letter.language or language_of(text or "")
    with speaking(spoken):  # what is approved and sent is the same whoever reads it
        title = words.title(letter)
        signed = [
            layout.Signed(mandate=words.name(one.mandate), holder=names.get(one.approved_by or ""))
            for one in letter.signing
        ]
    page = layout.Letter(
        title=title,
        text=text,
        language=spoken,
        signed=signed,
        written_at=present.written_at,
        reference=letter.reference,
        transmitted_at=letter.transmitted_at,
    )
    return typesetting.pdf(page, settings().font_directories), text is None
