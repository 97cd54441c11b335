"""The API's OpenAPI description, from the same definition as the form."""

from functools import cache
from typing import Any

from portal.casefile.attachments.forms import HIDDEN_DETAILS, IN_LANGUAGES, TO_GOVERNMENT
from portal.casefile.attachments.kinds import ENDINGS
from portal.casefile.filing import Filing

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
        "received_at": {"type": "string", "format": "date-time"},
        "status_url": {"type": "string"},
        "case_number": _CASE_NUMBER,
    },
    "required": ["tracking_code", "return_code", "case_number", "received_at", "status_url"],
}
_STATUS = {
    "type": "object",
    "properties": {
        "tracking_code": {"type": ["string", "null"]},
        "case_number": _CASE_NUMBER,
        "received_at": {"type": "string", "format": "date-time"},
        "status": {"type": "string"},
        "meaning": {"type": "string"},
    },
    "required": ["tracking_code", "case_number", "received_at", "status", "meaning"],
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
                }
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
