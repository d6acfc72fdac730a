"""What has to be true of every answer."""

from typing import Any

import httpx

from veillee.community.people import AREAS

TRACES = ("Traceback", 'File "', "site-packages", "sqlalchemy", "msgspec.")


def check_problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """That the answer is this problem, in the form of RFC 9457; its members."""
    assert answer.headers["content-type"] == "application/problem+json", (answer.status_code, answer.text)
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["type"]) == (status, f"/problems/{slug}"), body
    assert body["status"] == status and body["title"] and body["detail"]
    check_tells_nothing(answer.text)
    return body


def make_watch(staff_on_duty: int, *, why: str | None = None) -> dict[str, Any]:
    """How the lamp is told to stand when all areas stand alike; `why` they rest."""
    state = "resting" if why else "open"
    area = {"state": state, "why": why}
    return {"state": state, "staff_on_duty": staff_on_duty, "areas": dict.fromkeys(AREAS, area)}


def check_tells_nothing(text: str) -> None:
    """That nothing of our insides shows."""
    shown = [trace for trace in TRACES if trace in text]
    assert not shown, text
