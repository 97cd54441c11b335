"""File a submission with a file, follow it, and answer the desk: see docs/api.md.

RAPPORTEUR_TOKEN=… python api_client.py https://rapporteur.example CASE-7 submission.json report.pdf
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

PAUSE = 3600  # seconds between two looks at the status
OVER = {"ended", "not-actioned", "referred", "refused"}


def ask(http: httpx.Client, method: str, path: str, key: str = "", **sent: Any) -> Any:
    """Ask until there is an answer: with the same key nothing is done twice."""
    while True:
        try:
            named = {"Idempotency-Key": key} if key else {}
            answer = http.request(method, f"/api/v1/submissions{path}", headers=named, **sent)
        except httpx.TransportError:
            answer = httpx.Response(503)
        if answer.status_code not in {429, 503}:
            break
        time.sleep(int(answer.headers.get("Retry-After", 60)))
    if answer.is_error:
        sys.exit(answer.text)
    return answer.json() if answer.content else None


def file(http: httpx.Client, case: str, submission: Any, attachment: Path) -> Any:
    receipt = ask(http, "POST", "", key=case, json=submission)
    sent = {"file": (attachment.name, attachment.read_bytes())}
    ask(http, "POST", f"/{receipt['tracking_code']}/files", key=f"{case} file", files=sent)
    return receipt


def follow(http: httpx.Client, code: str, reply: Callable[[str], str]) -> None:
    while (status := ask(http, "GET", f"/{code}"))["stage"] not in OVER:
        print(status["status"], "-", status["meaning"])
        found = ask(http, "GET", f"/{code}/questions")["questions"]
        for one in [one for one in found if one["question"] and not one["answered_at"]]:
            path, answer = f"/{code}/answers/{one['question_id']}", reply(one["question"])
            ask(http, "POST", path, key=one["question_id"], json={"answer": answer})
        time.sleep(PAUSE)


if __name__ == "__main__":
    url, case, submission, attachment = sys.argv[1:]
    token = {"Authorization": f"Bearer {os.environ['RAPPORTEUR_TOKEN']}"}
    with httpx.Client(base_url=url, headers=token, timeout=60) as client:
        kept = file(client, case, json.loads(Path(submission).read_text()), Path(attachment))
        print("Give the person this return code, now:", kept["return_code"])
        follow(client, kept["tracking_code"], lambda question: input(f"{question}\n> "))
