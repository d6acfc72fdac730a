"""One request to an outside service: bounded in time and size, and whatever goes wrong is no answer."""

import asyncio
from typing import Any

import httpx
import structlog

ANSWER_BYTES_MAX = 256 * 1024

log = structlog.get_logger("classifiers")


class Line:
    """Connections to one service. `seconds` bounds a whole exchange."""

    def __init__(self, url: str, key: str, seconds: float) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._url = url
        self._seconds = seconds
        # No proxy of the environment: private words go where the operator said and nowhere else.
        self._http = httpx.AsyncClient(headers=headers, timeout=seconds, trust_env=False, follow_redirects=False)

    async def find_answer(self, question: dict[str, Any]) -> bytes | None:
        """The body of the answer; None for one that came late, too large, or with another status than 200."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(question)
        except (TimeoutError, httpx.HTTPError) as error:
            log.warning("classifier silent", error=type(error).__name__)
            return None

    async def close(self) -> None:
        await self._http.aclose()

    async def _exchange(self, question: dict[str, Any]) -> bytes | None:
        async with self._http.stream("POST", self._url, json=question) as answer:
            if answer.status_code != httpx.codes.OK:
                log.warning("classifier refused", status=answer.status_code)
                return None
            body = b""
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > ANSWER_BYTES_MAX:
                    log.warning("classifier said too much")
                    return None
            return body
