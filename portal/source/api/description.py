"""The API's OpenAPI description, from the same definition as the form."""

from functools import cache
from typing import Any

from portal.casefile.attachments.forms import HIDDEN_DETAILS, IN_LANGUAGES, TO_GOVERNMENT
from portal.casefile.attachments.kinds import ENDINGS
from portal.casefile.filing import Filing
from portal.casefile.submissions.status import FOR_THE_SOURCE
from portal.casefile.submissions.victims import SCOPES
from portal.source.api.following import Answer, ConsentChange

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457: what is wrong, and what to do.",
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
                "required": ["field", "reason"],
            },
        },
    },
    "required": ["title", "status", "detail"],
}
_MOMENT = {"type": "string", "format": "date-time"}
_CASE_NUMBER = {
    "type": "string",
    "description": "Name it when you write or telephone about the submission. It opens nothing.",
}
_RECEIPT = {
    "type": "object",
    "properties": {
        "tracking_code": {
            "type": "string",
            "description": "Keep it: with a token it opens the status.",
        },
        "return_code": {
            "type": ["string", "null"],
            "description": "It opens the return channel, without an account. Keep it: it is told "
            "for an hour, should an answer get lost; after that nobody can tell it again.",
        },
        "received_at": _MOMENT,
        "status_url": {"type": "string"},
        "case_number": _CASE_NUMBER,
        "delayed": {
            "type": "boolean",
            "description": "Whether it reaches the desk later than usual: in some minutes, or as "
            "soon as every part of the platform answers. It is kept all the same.",
        },
    },
    "required": [
        *("tracking_code", "return_code", "case_number", "received_at", "status_url", "delayed")
    ],
}
_STAGE = {
    "type": "string",
    "enum": list(FOR_THE_SOURCE),
    "description": "Where it stands. `waiting`: the desk has a question for you.",
}
_STATUS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "tracking_code": {"type": ["string", "null"]},
        "case_number": _CASE_NUMBER,
        "received_at": _MOMENT,
        "stage": _STAGE,
        "status": {"type": "string", "description": "The stage in words."},
        "meaning": {"type": "string"},
    },
    "required": ["tracking_code", "case_number", "received_at", "stage", "status", "meaning"],
}
_LISTED = {
    "type": "object",
    "properties": {
        "submissions": {
            "type": "array",
            "items": {
                **_STATUS,
                "properties": {
                    **_STATUS["properties"],
                    "mine": {
                        "type": "boolean",
                        "description": "Whether whoever made the token filed it, or a colleague.",
                    },
                },
                "required": [*_STATUS["required"], "mine"],
            },
        },
        "page": {"type": "integer"},
        "next_page": {"type": ["integer", "null"]},
    },
    "required": ["submissions", "page", "next_page"],
}
_LANGUAGE = {"type": ["string", "null"], "description": "Its code; null: nobody said."}
_QUESTIONS = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "question_id": {"type": "string", "format": "uuid"},
                    "asked_at": _MOMENT,
                    "question": {"type": ["string", "null"], "description": "Null: erased."},
                    "language": _LANGUAGE,
                    "answered_at": {"type": ["string", "null"], "format": "date-time"},
                    "answer": {"type": ["string", "null"]},
                    "answer_language": _LANGUAGE,
                },
                "required": ["question_id", "asked_at", "question", "answered_at", "answer"],
            },
        }
    },
    "required": ["questions"],
}
_CONSENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "consents": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "scope": {"type": "string", "enum": list(SCOPES)},
                    "given": {"type": "integer", "description": "By how many of the persons."},
                    "persons": {"type": "integer"},
                },
                "required": ["scope", "given", "persons"],
            },
        },
        "persons": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "person_id": {"type": "string"},
                    "name": {"type": "string", "description": "Empty where none was given."},
                    **{scope: {"type": "boolean"} for scope in SCOPES},
                },
                "required": ["person_id", "name", *SCOPES],
            },
        },
    },
    "required": ["consents", "persons"],
}
_FILE = {
    "type": "object",
    "properties": {
        "file_id": {"type": "string", "format": "uuid"},
        "size": {"type": "integer", "description": "Bytes."},
        "media_type": {"type": "string", "description": "What its content is."},
        "scanned": {
            "type": "string",
            "enum": ["clean", "not_scanned"],
            "description": "Whether a scanner looked at it and found nothing harmful.",
        },
    },
    "required": ["file_id", "size", "media_type", "scanned"],
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and the same submission again: one submission, the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_UPLOAD = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "to_government": {
            "type": "string",
            "enum": list(TO_GOVERNMENT),
            "default": "ask",
            "description": "Whether it may be sent to the Government.",
        },
        "language": {"type": "string", "enum": list(IN_LANGUAGES)},
        "hidden_details": {
            "type": "string",
            "enum": list(HIDDEN_DETAILS),
            "default": "keep",
            "description": "`remove`: take place, device and author out of a picture before it is "
            "kept; a file of another kind is refused then.",
        },
    },
    "required": ["file"],
}
_FILE_KEY = _KEY | {
    "description": "The same key and the same file again: one file, the same answer.",
}
_CODE = {"name": "code", "in": "path", "required": True, "schema": {"type": "string"}}
_QUESTION = {
    "name": "question_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
_ONCE = _KEY | {"description": "The same key and the same content again: done once."}
_DONE = {"description": "Done."}


@cache
def described() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    schema = Filing.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = schema.pop("$defs", {})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur: submissions",
            "version": "1",
            "description": "File a submission to the Special Procedures from a system of your own.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/submissions": {
                "get": {
                    "operationId": "listSubmissions",
                    "summary": "What you and your organisation filed, newest first.",
                    "parameters": [
                        {"name": "stage", "in": "query", "schema": _STAGE},
                        {
                            "name": "page",
                            "in": "query",
                            "schema": {"type": "integer", "minimum": 1},
                        },
                    ],
                    "responses": {
                        "200": _answer("A page of the list.", "Listed"),
                        **_problems(401, 403, 404, 422, 503),
                    },
                },
                "post": {
                    "operationId": "fileSubmission",
                    "summary": "File a submission; the receipt means that it is kept.",
                    "parameters": [_KEY],
                    "requestBody": {
                        "required": True,
                        "content": _json({"$ref": "#/components/schemas/Submission"}),
                    },
                    "responses": {
                        "201": _answer("Kept.", "Receipt"),
                        **_problems(400, 401, 403, 410, 413, 415, 422, 503),
                    },
                },
            },
            "/api/v1/submissions/{code}": {
                "get": {
                    "operationId": "submissionStatus",
                    "summary": "Where a submission stands, in plain words.",
                    "parameters": [_CODE],
                    "responses": {
                        "200": _answer("Where it stands.", "Status"),
                        **_problems(401, 403, 404),
                    },
                }
            },
            "/api/v1/submissions/{code}/questions": {
                "get": {
                    "operationId": "questions",
                    "summary": "The questions of the desk, oldest first, with their answers.",
                    "parameters": [_CODE],
                    "responses": {
                        "200": _answer("The questions.", "Questions"),
                        **_problems(401, 403, 404, 503),
                    },
                }
            },
            "/api/v1/submissions/{code}/answers/{question_id}": {
                "post": {
                    "operationId": "answerQuestion",
                    "summary": "Answer a question; it cannot be changed afterwards.",
                    "parameters": [_CODE, _QUESTION, _ONCE],
                    "requestBody": {
                        "required": True,
                        "content": _json({"$ref": "#/components/schemas/Answer"}),
                    },
                    "responses": {
                        "204": _DONE,
                        **_problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
                    },
                }
            },
            "/api/v1/submissions/{code}/consent": {
                "get": {
                    "operationId": "consent",
                    "summary": "What is consented to now, together and by person.",
                    "parameters": [_CODE],
                    "responses": {
                        "200": _answer("The consent that holds.", "Standing"),
                        **_problems(401, 403, 404, 503),
                    },
                },
                "post": {
                    "operationId": "changeConsent",
                    "summary": "Withdraw or give a consent, of all persons or of one.",
                    "parameters": [_CODE, _ONCE],
                    "requestBody": {
                        "required": True,
                        "content": _json({"$ref": "#/components/schemas/ConsentChange"}),
                    },
                    "responses": {
                        "204": _DONE,
                        **_problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
                    },
                },
            },
            "/api/v1/submissions/{code}/files": {
                "post": {
                    "operationId": "addFile",
                    "summary": "Add a file to a submission; the answer means that it is kept.",
                    "description": "One file, in the field `file`, with its name: "
                    + ", ".join(ENDINGS)
                    + ". Its content must be what its name ends with. It is kept as it is sent, "
                    "with whatever it holds of place, device and author, unless `hidden_details` "
                    "asks otherwise.",
                    "parameters": [_CODE, _FILE_KEY],
                    "requestBody": {
                        "required": True,
                        "content": {"multipart/form-data": {"schema": _UPLOAD}},
                    },
                    "responses": {
                        "201": _answer("Kept.", "File"),
                        **_problems(400, 401, 403, 404, 410, 413, 415, 422, 503),
                    },
                }
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **parts,
                "Submission": schema,
                "Receipt": _RECEIPT,
                "Status": _STATUS,
                "Listed": _LISTED,
                "Questions": _QUESTIONS,
                "Answer": Answer.model_json_schema(),
                "Standing": _CONSENT,
                "ConsentChange": ConsentChange.model_json_schema(),
                "File": _FILE,
                "Problem": _PROBLEM,
            },
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answer(said: str, name: str) -> dict[str, Any]:
    return {"description": said, "content": _json({"$ref": f"#/components/schemas/{name}"})}


def _problems(*statuses: int) -> dict[str, Any]:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        str(status): {
            "description": "A problem: its detail says what to do.",
            "content": {"application/problem+json": reference},
        }
        for status in statuses
    }
