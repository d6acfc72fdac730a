"""Staff who came in with a passkey in software and work through the API as the console does."""

from typing import TYPE_CHECKING, Any

from tests.authenticator import Authenticator
from veillee.oversight import moderation

if TYPE_CHECKING:
    from tests.story.evening import Evening


class Watcher:
    """A member of staff; `http` holds their cookie."""

    def __init__(self, evening: "Evening", name: str) -> None:
        self.evening = evening
        self.name = name
        self.authenticator = Authenticator(evening.place.origin)
        self.http = evening.make_http()

    async def enrol(self, role: str = "moderator") -> None:
        """Follow the one-time link and leave a passkey."""
        place = self.evening.place
        invite = await place.database.write(moderation.add_staff, self.name, role, now=place.clock(), hours=24)
        asked = await self.http.post("/staff/passkeys/options", json={"invite": invite})
        assert asked.status_code == 200, asked.text
        credential = self.authenticator.create(asked.json()["public_key"])
        answer = await self.http.post("/staff/passkeys", json={"invite": invite, "credential": credential})
        assert answer.status_code == 201, answer.text

    async def duty(self, on: bool = True) -> dict[str, Any]:
        """Go on duty, or off."""
        answer = await self.http.put("/staff/duty", json={"on": on})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def cases(self, state: str = "open") -> list[dict[str, Any]]:
        """The queue."""
        answer = await self.http.get("/staff/cases", params={"state": state})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["cases"])

    async def case(self, case_id: str) -> dict[str, Any]:
        """One case."""
        answer = await self.http.get(f"/staff/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def decide(self, case_id: str, kind: str, **more: Any) -> dict[str, Any]:
        """Read the case and decide it."""
        case = await self.case(case_id)
        body = {"kind": kind, "facts": "Voici pourquoi.", "version": case["version"], **more}
        if kind not in ("no_violation", "release", "uphold", "reverse"):
            body.setdefault("article", "respect")
        answer = await self.http.post(f"/staff/cases/{case_id}/decisions", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def decide_only_case(self, kind: str, **more: Any) -> dict[str, Any]:
        """Decide the one case that is open."""
        (row,) = await self.cases()
        return await self.decide(row["id"], kind, **more)
