"""The API's OpenAPI description, from the definition that the form stands on too."""

from functools import cache
from typing import Any

from portal.submissions.filing import Filing

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
_RECEIPT = {
    "type": "object",
    "properties": {
        "tracking_code": {"type": "string", "description": "Keep it: it opens the status."},
        "passphrase": {
            "type": ["string", "null"],
            "description": "With the code it opens the return channel. Keep it: it is told for an "
            "hour, should an answer get lost; after that nobody can tell it again.",
        },
        "received_at": {"type": "string", "format": "date-time"},
        "status_url": {"type": "string"},
    },
    "required": ["tracking_code", "passphrase", "received_at", "status_url"],
}
_STATUS = {
    "type": "object",
    "properties": {
        "tracking_code": {"type": ["string", "null"]},
        "received_at": {"type": "string", "format": "date-time"},
        "status": {"type": "string"},
        "meaning": {"type": "string"},
    },
    "required": ["tracking_code", "received_at", "status", "meaning"],
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and the same submission again: one submission, the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
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
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **parts,
                "Submission": schema,
                "Receipt": _RECEIPT,
                "Status": _STATUS,
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
