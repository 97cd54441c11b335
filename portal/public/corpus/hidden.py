"""Which texts of the corpus nobody reads here, as conditions on its rows."""

from typing import Final

from sqlalchemy import select

from portal.public.corpus.read_model import rows, taken_out, words_out

OUT: Final = select(taken_out.c.item).where(taken_out.c.out)
"""The texts that nobody reads here."""
_versions: Final = rows.alias()
_PERSON: Final = (taken_out.c.out, taken_out.c.reason == "person")
# By the fact, also while rows of its sheet are not there or never come; and by later versions.
_WORDS: Final = (
    select(words_out.c.words).join(taken_out, taken_out.c.item == words_out.c.item).where(*_PERSON)
)
_LATER: Final = (
    select(_versions.c.words).join(taken_out, taken_out.c.item == _versions.c.item).where(*_PERSON)
)
NOT_OUT: Final = (rows.c.item.not_in(OUT),)
READABLE: Final = (*NOT_OUT, rows.c.words.not_in(_WORDS), rows.c.words.not_in(_LATER))
"""What may be read: no text that was taken out, and what identifies somebody in no other sheet."""
