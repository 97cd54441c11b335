"""The description of the corpus's interface for programs: OpenAPI 3.1."""

from functools import cache
from typing import Any, Final

from portal.public.corpus.columns import COLUMNS, Kind
from portal.public.corpus.formats import MATRIX, NATIONAL, UHRI, UPR_INFO
from portal.public.corpus.words import NOTE_OF_BOTH
from shared.reference import REGIONS
from shared.reference.corpus import OF_PROVIDERS
from shared.reference.recommending import SOURCE_KINDS

SCHEMA: Final = "1"
"""Another one once a field is renamed or left out; a field more is no other schema."""
_MOMENT: Final = {"type": "string", "format": "date-time"}
_PROBLEM: Final = {"application/problem+json": {"schema": {"type": "object"}}}
_KINDS: Final = {
    Kind.TEXT: {"type": "string"},
    Kind.MARKED: {"type": "string"},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.DAY: {"type": ["string", "null"]},
}
_OR_NONE: Final = {"type": ["string", "null"]}
_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_DAY: Final = {"type": "string", "format": "date"}
_DAY_OR_NONE: Final = {"type": ["string", "null"], "format": "date"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties]}


def _listed(said: str, **properties: Any) -> dict[str, Any]:
    return {"type": "array", "description": said, "items": _object(**properties)}


_OURS: Final[dict[str, Any]] = {
    "id": {"type": "string", "description": "It stays the same, whatever changes."},
    "status": {"type": "string", "enum": ["in force", "withdrawn", "no longer here"]},
    "updated": _MOMENT,
    "source": {
        "type": "string",
        "enum": [UHRI.source, UPR_INFO.source, MATRIX, NATIONAL, *OF_PROVIDERS, "Rapporteur"],
    },
    "state_codes": {"type": "array", "items": {"type": "string"}},
    "regions": {
        "type": "array",
        "items": {"type": "string", "enum": [*REGIONS]},
        "description": "Regional groups of these States; UHRI has columns of its own for regions.",
    },
    "mandate": {"type": ["string", "null"], "description": "A mandate's code on this platform."},
    "paragraph": {"type": ["string", "null"]},
    "action": {
        "type": ["integer", "null"],
        "description": "UPR Info's category of the verb, from 1 to 5: no grade.",
    },
    "claim": {
        "type": ["string", "null"],
        "description": "What the State says was done, in its words: no grade.",
    },
    "origin": {
        "type": ["object", "null"],
        "description": "The recommendation of another mechanism that a mandate took up: it is the "
        "same one, and is counted once.",
        "properties": {
            "id": {"type": "string", "description": "Under which it stands here as well."},
            "source": {"type": "string"},
            "document": {"type": "string", "description": "Empty once it is withdrawn."},
        },
        "required": ["id", "source", "document"],
    },
    "report": {
        "type": ["object", "null"],
        "description": "Where it stands in the report on a visit; also once a corrigendum has "
        "other words.",
        "properties": {
            "mission": {"type": "string", "description": "The visit, as its public page has it."},
            "symbol": {"type": "string"},
            "paragraph": {"type": "string", "description": "Empty: nobody said."},
        },
        "required": ["mission", "symbol", "paragraph"],
    },
    "addressees": _listed(
        "To whom it goes beside the Government.",
        kind=_TEXT,
        name={"type": ["string", "null"], "description": "Null: it is not public."},
        leads={"type": "boolean"},
    ),
    "position": {
        **_object(position=_TEXT, by_government={"type": "boolean"}, on=_DAY),
        "type": ["object", "null"],
        "description": "What the Government says of it; recorded from a report unless it said so "
        "itself.",
    },
    "title": _OR_NONE,
    "section": {**_OR_NONE, "description": "The heading under which it stands."},
    "language": {**_OR_NONE, "description": "In which it was issued."},
    "source_kind": {
        "type": ["string", "null"],
        "enum": [*SOURCE_KINDS, None],
        "description": "In what a mandate issued it; null: nobody said.",
    },
    "time_frame": {**_OR_NONE, "description": "By when it is to be done, as its text asks."},
    "target_date": {**_OR_NONE, "description": "The day by which its text asks for it."},
    "tags": {
        **_object(themes=_TEXTS, persons=_TEXTS, targets=_TEXTS, articles=_TEXTS),
        "description": "Codes of this platform, targets of the Sustainable Development Goals, and "
        "treaties or articles of them, such as iccpr-7.",
    },
    "grades": _listed(
        "The last of the Government's follow-up in each scheme, by a mandate: none is converted, "
        "and none is an official grade of the United Nations.",
        scheme=_TEXT,
        grade=_TEXT,
        counts_as={"type": "string", "enum": ["implemented", "partly", "not", "unknown"]},
        by={"type": "string", "description": "The mandate that gave it."},
        on=_DAY,
    ),
    "information": _listed(
        "Of those who implement it or watch, as far as they and the mandate let everybody read it; "
        "its words are on the page of the recommendation.",
        provider={"type": "string", "enum": ["government", "nhri", "ngo", "unct"]},
        name={"type": ["string", "null"], "description": "Null: it is not to be told."},
        **{"from": _DAY_OR_NONE, "to": _DAY_OR_NONE},
        on=_DAY,
    ),
    "closed": {
        **_object(
            reason=_TEXT,
            instead={
                "type": ["string", "null"],
                "description": "The id of what stands in its place, if that is public.",
            },
        ),
        "type": ["object", "null"],
        "description": "Its mandate follows it up no more.",
    },
}
_HEAD: Final[dict[str, Any]] = {
    "schema": {"type": "string", "const": SCHEMA},
    "licence": {"type": ["string", "null"], "description": "Null: the platform grants none."},
    "note": {"type": "string"},
    "as_of": {"type": ["string", "null"], "description": "Ask with it for what changed since."},
    "incomplete": {"type": "boolean", "description": "A sheet cannot be read any more."},
}


@cache
def described() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur: recommendations",
            "version": SCHEMA,
            "description": NOTE_OF_BOTH,
        },
        "paths": {
            "/api/v1/recommendations": {
                "get": {
                    "operationId": "listRecommendations",
                    "summary": "Recommendations of all mechanisms, a page at a time.",
                    "parameters": [
                        _asked("state", "A State by its three letters, such as KEN."),
                        _asked("theme", "A theme as UHRI, or for its own this platform, names it."),
                        _asked("updated-since", "`as_of`, or a moment; one without a zone is UTC."),
                        _asked("cursor", "From `next` of the page before."),
                    ],
                    "responses": {
                        "200": {
                            "description": "A page; perhaps an empty one that has a next.",
                            "content": {"application/json": {"schema": _page()}},
                        },
                        "304": {"description": "You have it: its ETag is the one you sent."},
                        **_problem(
                            "410",
                            "An import was undone or a text taken out since: take all of it again.",
                        ),
                        **_problem("422", "A part of the question is wrong."),
                        **_problem("503", "Something is being imported: see Retry-After."),
                    },
                }
            },
            "/api/v1/recommendations/all.ndjson": {
                "get": {
                    "operationId": "allRecommendations",
                    "summary": "All of them, a line each.",
                    "description": "The first line is the head of a page. The last "
                    "line has `whole`, and if that is true `rows` and the SHA-256 of all lines "
                    "before it. A file without it is not whole.",
                    "responses": {
                        "200": {
                            "description": "The lines.",
                            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
                        },
                        **_problem("406", "Too large without compression."),
                        **_problem("503", "Something is being imported: see Retry-After."),
                    },
                }
            },
            "/api/v1/recommendations/all.csv": {
                "get": {
                    "operationId": "allRecommendationsAsCsv",
                    "summary": "All of them as CSV, with grades and providers in the last columns.",
                    "description": "The last line begins with `#`. It has `whole`, and if that "
                    "is yes `rows` and the SHA-256 of all lines before it. A file without it is "
                    "not whole.",
                    "responses": {
                        "200": {
                            "description": "The lines.",
                            "content": {"text/csv": {"schema": {"type": "string"}}},
                        },
                        **_problem("406", "Too large without compression."),
                        **_problem("503", "Something is being imported: see Retry-After."),
                    },
                }
            },
        },
        "components": {"schemas": {"Recommendation": _recommendation()}},
    }


def _recommendation() -> dict[str, Any]:
    columns = {one.title: _KINDS[one.kind] for one in COLUMNS}
    return {
        "type": "object",
        "properties": {**_OURS, **columns},
        "required": [*_OURS, *columns],
        "description": "The columns of one that is not in force are empty.",
    }


def _page() -> dict[str, Any]:
    one = {"$ref": "#/components/schemas/Recommendation"}
    properties = {
        **_HEAD,
        "recommendations": {"type": "array", "items": one},
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
    }
    return {"type": "object", "properties": properties, "required": [*properties]}


def _asked(name: str, said: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "description": said,
        "schema": schema or {"type": "string"},
    }


def _problem(status: str, said: str) -> dict[str, Any]:
    return {status: {"description": said, "content": _PROBLEM}}
