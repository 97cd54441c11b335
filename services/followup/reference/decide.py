"""The reference corpus: sheets of other mechanisms' recommendations, imported as batches (F.5).

There is one stream, so that a batch is decided about what the check of its sheet was made against.
Batches of a source are undone from its last one back: a later one refers to what it found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, assert_never

from services.followup.reference.holding import HoldReferenceText, hold
from shared.contracts import followup_reference_commands as commands
from shared.contracts.followup_reference import (
    Fact,
    ReferenceBatchImported,
    ReferenceBatchUndone,
    ReferenceColumns,
    ReferenceSheetDiscarded,
    ReferenceSheetMapped,
    ReferenceSheetOffered,
    ReferenceSheetUploaded,
    ReferenceTextFreed,
    ReferenceTextHeld,
    ReferenceTextPutBack,
    ReferenceTextTakenOut,
)
from shared.contracts.followup_reference_commands import (
    DiscardReferenceSheet,
    ImportReferenceBatch,
    MapReferenceSheet,
    OfferReferenceSheet,
    OfText,
    PutReferenceTextBack,
    TakeReferenceTextOut,
    UndoReferenceBatch,
    UploadReferenceSheet,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference import states
from shared.reference.corpus import (
    DESKS,
    FIELDS,
    OF_MANDATES,
    SOURCES,
    TAKEN_OUT,
    UPLOADERS,
    WIDEST,
    provider_of,
    speaks_for,
    theirs,
)

Command: TypeAlias = commands.Command | HoldReferenceText
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SYMBOL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9/. ()-]{0,59}")
_SESSION: Final = re.compile(r"[0-9]{1,3}")
_COLUMNS: Final = "You say the columns of your own sheets alone."
_LAST_TITLES: Final = 20  # the row in which titles may stand
_ITEM: Final = re.compile(r"[0-9A-Za-z-]{1,64}")
_WORDS: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``sheets``: those that were uploaded. ``batches``: those in force.

    ``mapped``: what the columns of a sheet are, by who said it last. ``offered``: to the desk, by
    its provider, when its columns had been said so often.

    ``undone``: batches that were in force. ``discarded``: sheets that nobody imported.
    ``out``: texts that nobody reads here; ``changes``: how often one was taken out or put back.
    ``number``: of batches and undoings; ``changes_of``: those of each source, since either changes
    what a check of its sheets would find. ``held``: the batch on which a recommendation rests.
    """

    sheets: Mapping[str, ReferenceSheetUploaded] = field(default_factory=dict)
    offered: Mapping[str, int] = field(default_factory=dict)
    mapped: Mapping[str, ReferenceSheetMapped] = field(default_factory=dict)
    batches: tuple[ReferenceBatchImported, ...] = ()
    undone: frozenset[str] = frozenset()
    discarded: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    changes: int = 0
    number: int = 0
    changes_of: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)


def evolve(state: State, event: Fact) -> State:
    match event:
        case ReferenceSheetUploaded():
            return replace(state, sheets={**state.sheets, event.batch_id: event})
        case ReferenceSheetOffered():
            return replace(state, offered={**state.offered, event.batch_id: event.mapping})
        case ReferenceSheetMapped():
            return replace(state, mapped={**state.mapped, event.batch_id: event})
        case ReferenceSheetDiscarded():
            return replace(state, discarded=state.discarded | {event.batch_id})
        case ReferenceBatchImported():
            return replace(
                state,
                batches=(*state.batches, event),
                number=event.number,
                changes_of=_one_more(event.source, state),
            )
        case ReferenceBatchUndone():
            (gone,) = (one for one in state.batches if one.batch_id == event.batch_id)
            return replace(
                state,
                batches=tuple(one for one in state.batches if one is not gone),
                undone=state.undone | {event.batch_id},
                number=state.number + 1,
                changes_of=_one_more(gone.source, state),
            )
        case ReferenceTextTakenOut():
            return replace(state, out=state.out | {event.item}, changes=event.change)
        case ReferenceTextPutBack():
            return replace(state, out=state.out - {event.item}, changes=event.change)
        case ReferenceTextHeld():
            return replace(state, held={**state.held, event.recommendation_id: event.batch_id})
        case ReferenceTextFreed():
            left = {k: v for k, v in state.held.items() if k != event.recommendation_id}
            return replace(state, held=left)
    assert_never(event)


def _one_more(source: str, state: State) -> Mapping[str, int]:
    return {**state.changes_of, source: state.changes_of.get(source, 0) + 1}


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, HoldReferenceText):
        return hold(command, asked, state.held)
    require(
        asked,
        *UPLOADERS,
        no="Only desks, mandates, United Nations partners, Governments and organisations may "
        "upload recommendations.",
    )
    match command:
        case UploadReferenceSheet():
            return _upload(command, asked, state)
        case MapReferenceSheet():
            return _map(command, asked, state)
        case OfferReferenceSheet():
            return _offer(command, asked, state)
        case ImportReferenceBatch():
            return _import(command, asked, state)
        case UndoReferenceBatch():
            return _undo(command, asked, state)
        case DiscardReferenceSheet():
            return _discard(command, asked, state)
        case TakeReferenceTextOut() | PutReferenceTextBack():
            return _of_text(command, asked, state)
    assert_never(command)


def _upload(command: UploadReferenceSheet, asked: Asked, state: State) -> Sequence[Fact]:
    if command.batch_id in state.discarded:
        raise Refused("This sheet was discarded. Upload it again.")
    if command.batch_id in state.sheets:
        return []
    by, provider = asked.by, provider_of(asked.by)
    mandates = by.mandates if by.has(*OF_MANDATES) and not by.has(*DESKS) else ()
    states_ = by.states if not by.has(*DESKS, *OF_MANDATES) else ()
    if provider is None and not (by.has(*DESKS) or mandates or states_):
        raise Refused("Your account has no mandate, State or organisation to upload it for.")
    if command.whole and not (provider or by.has(*DESKS)):
        raise Refused("Only the desks and those with a sheet of their own withdraw what it lacks.")
    return [
        ReferenceSheetUploaded(
            batch_id=command.batch_id,
            file=command.file,
            whole=command.whole,
            provider=provider,
            mandates=tuple(sorted(mandates)),
            only=tuple(sorted(states_)),
            uploaded_by=asked.by.actor_id,
            uploaded_at=asked.at,
        )
    ]


def _map(command: MapReferenceSheet, asked: Asked, state: State) -> Sequence[Fact]:
    if command.batch_id not in state.sheets:
        raise Refused("There is no such sheet.")
    if command.batch_id in state.discarded:
        raise Refused("This sheet was discarded. Upload it again.")
    if command.batch_id in {*state.undone, *(one.batch_id for one in state.batches)}:
        raise Refused("This sheet was imported, and its columns stay what they are.")
    _own(command, asked, state, no=_COLUMNS)
    if state.sheets[command.batch_id].provider not in {None, provider_of(asked.by)}:
        raise Forbidden(_COLUMNS)
    _sound(command.columns)
    told = command.columns
    if state.sheets[command.batch_id].whole and not (told.symbol or told.session):
        raise Refused(
            "Say the symbol or the session, so that it withdraws nothing of another list."
        )
    last = state.mapped.get(command.batch_id)
    if last is not None and last.columns == command.columns:
        return []
    return [
        ReferenceSheetMapped(
            batch_id=command.batch_id,
            columns=command.columns,
            number=_mapping(command.batch_id, state) + 1,
            mapped_by=asked.by.actor_id,
            mapped_at=asked.at,
        )
    ]


def _sound(told: ReferenceColumns) -> None:
    given = [one for one in told.columns if one]
    if len(told.columns) > WIDEST or not set(given).issubset(FIELDS):
        raise Refused("Choose what each column is from the list.")
    if not 1 <= told.titles <= _LAST_TITLES or not _HASH.fullmatch(told.head):
        raise Refused("These are not the titles of the sheet. Open the page again.")
    if len(given) != len(set(given)):
        raise Refused("Two columns are the same thing. Choose each thing once.")
    if "text" not in given:
        raise Refused("Say which column has the text of the recommendation.")
    if ("countries" in given) == (told.state is not None):
        raise Refused("Say to which State they are: by a column, or one State for the whole sheet.")
    if told.state is not None and told.state not in states():
        raise Refused("There is no such State.")
    if told.symbol is not None and not _SYMBOL.fullmatch(told.symbol):
        raise Refused("Write the symbol of the document as A/HRC/22/10.")
    if told.session is not None and not _SESSION.fullmatch(told.session):
        raise Refused("Write the session of the review as a number.")


def _mapping(batch_id: str, state: State) -> int:
    """Return how often the columns of a sheet were said."""
    return state.mapped[batch_id].number if batch_id in state.mapped else 0


def _import(command: ImportReferenceBatch, asked: Asked, state: State) -> Sequence[Fact]:
    if command.batch_id not in state.sheets:
        raise Refused("There is no such sheet.")
    if command.batch_id in {one.batch_id for one in state.batches}:
        return []
    if command.batch_id in state.undone:
        raise Refused("This import was undone. Upload the sheet again.")
    if command.batch_id in state.discarded:
        raise Refused("This sheet was discarded. Upload it again.")
    sheet = state.sheets[command.batch_id]
    if command.source != sheet.provider and (sheet.provider or command.source not in SOURCES):
        raise Refused("There is no such source.")
    _may_import(sheet, asked, state)
    if command.after != state.changes_of.get(command.source, 0):
        raise Refused("Something else was imported or undone meanwhile. Look at the check again.")
    if command.mapping != _mapping(command.batch_id, state):
        raise Refused("Somebody said anew what its columns are. Look at the check again.")
    if (command.content, command.source) in {(one.content, one.source) for one in state.batches}:
        raise Refused("This same sheet was imported before.")
    _whose(command.states, sheet, asked)
    counts = command.counts
    if not (counts.new or counts.changed or counts.withdrawn):
        raise Refused("This sheet changes nothing.")
    return [
        ReferenceBatchImported(
            batch_id=command.batch_id,
            number=state.number + 1,
            source=command.source,
            content=command.content,
            states=command.states,
            counts=counts,
            imported_by=asked.by.actor_id,
            imported_at=asked.at,
        )
    ]


def _discard(command: DiscardReferenceSheet, asked: Asked, state: State) -> Sequence[Fact]:
    if command.batch_id not in state.sheets:
        raise Refused("There is no such sheet.")
    if command.batch_id in state.discarded:
        return []
    if command.batch_id in {*state.undone, *(one.batch_id for one in state.batches)}:
        raise Refused("This sheet was imported, and is kept.")
    _own(command, asked, state, no="You discard only what is your own.")
    return [
        ReferenceSheetDiscarded(
            batch_id=command.batch_id, discarded_by=asked.by.actor_id, discarded_at=asked.at
        )
    ]


def _undo(command: UndoReferenceBatch, asked: Asked, state: State) -> Sequence[Fact]:
    if command.batch_id in state.undone:
        return []
    this = next((one for one in state.batches if one.batch_id == command.batch_id), None)
    if this is None or this != [one for one in state.batches if one.source == this.source][-1]:
        raise Refused("Only the last import of a source can be undone.")
    sheet = state.sheets[command.batch_id]
    if not theirs(sheet, asked.by):
        raise Forbidden("You undo only what is your own.")
    _whose(this.states, sheet, asked)
    if command.batch_id in state.held.values():
        raise Refused(
            "A mandate follows up a recommendation that this import brought, so the import stays "
            "until the mandate lets it go."
        )
    return [
        ReferenceBatchUndone(
            batch_id=command.batch_id, undone_by=asked.by.actor_id, undone_at=asked.at
        )
    ]


def _of_text(command: OfText, asked: Asked, state: State) -> Sequence[Fact]:
    """Take a text out, or put it back: a desk officer has the texts of some States alone."""
    require(
        asked,
        Role.QUICK_RESPONSE_DESK,
        no="Only the Quick Response Desk may take a text out of the corpus, or put it back.",
    )
    by, at, change = asked.by.actor_id, asked.at, state.changes + 1
    if isinstance(command, PutReferenceTextBack):
        if command.item not in state.out:
            return []
        return [ReferenceTextPutBack(item=command.item, change=change, done_by=by, done_at=at)]
    if not _ITEM.fullmatch(command.item) or not command.words:
        raise Refused("There is no such text.")
    if not all(map(_WORDS.fullmatch, command.words)):
        raise Refused("There is no such text.")
    if command.reason not in TAKEN_OUT:
        raise Refused("Choose the reason from the list.")
    if command.item in state.out:
        return []
    return [
        ReferenceTextTakenOut(
            item=command.item,
            words=command.words,
            reason=command.reason,
            change=change,
            done_by=by,
            done_at=at,
        )
    ]


def _own(
    command: MapReferenceSheet | DiscardReferenceSheet, asked: Asked, state: State, *, no: str
) -> None:
    if not speaks_for(state.sheets[command.batch_id], asked.by):
        raise Forbidden(no)


def _may_import(sheet: ReferenceSheetUploaded, asked: Asked, state: State) -> None:
    """A provider's sheet is taken by the desk, in the form in which it was handed over."""
    if not theirs(sheet, asked.by):
        raise Forbidden("You import only what is your own.")
    if sheet.provider is None:
        return
    require(asked, Role.QUICK_RESPONSE_DESK, no="The Quick Response Desk takes your sheet.")
    if state.offered.get(sheet.batch_id) != _mapping(sheet.batch_id, state):
        raise Refused("It was not handed over in this form.")


def _offer(command: OfferReferenceSheet, asked: Asked, state: State) -> Sequence[Fact]:
    sheet = state.sheets.get(command.batch_id)
    if sheet is None or sheet.provider is None:
        raise Refused("There is no such sheet.")
    if provider_of(asked.by) != sheet.provider:
        raise Forbidden("You hand over only what is your own.")
    if command.batch_id in state.discarded:
        raise Refused("This sheet was discarded. Upload it again.")
    if command.batch_id in {*state.undone, *(one.batch_id for one in state.batches)}:
        raise Refused("This sheet was imported, and is kept.")
    if command.mapping != _mapping(command.batch_id, state):
        raise Refused("Somebody said anew what its columns are. Look at the check again.")
    if state.offered.get(command.batch_id) == command.mapping:
        return []
    return [
        ReferenceSheetOffered(
            batch_id=command.batch_id,
            mapping=command.mapping,
            offered_by=asked.by.actor_id,
            offered_at=asked.at,
        )
    ]


def _whose(states: Sequence[str], sheet: ReferenceSheetUploaded, asked: Asked) -> None:
    """A desk officer has some States; what others upload has limits of its own."""
    limited = sheet.provider is not None or sheet.mandates or sheet.only
    if limited or asked.by.has(Role.QUICK_RESPONSE_DESK):
        return
    if not asked.by.states.issuperset(states):
        raise Forbidden("A desk officer imports recommendations to the own States alone.")


REFERENCE: Decider[Command, Fact, State] = Decider(
    category="referencebatch", key=lambda _: "all", initial=State(), decide=decide, evolve=evolve
)
