"""A service on this machine that answers as the test says, on real TCP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

Answer = Callable[[str, dict[str, str], Any], "str | bytes | None"]
"""From path, headers and question to the whole HTTP answer; None: silence until the other side goes."""


def http(body: Any, status: str = "200 OK") -> bytes:
    """An answer with a JSON body, or with these bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


@asynccontextmanager
async def serve(answer: Answer) -> AsyncIterator[str]:
    """The address of a running service."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        question = json.loads(await reader.readexactly(int(headers["content-length"])))
        said = answer(head[0].split()[1], headers, question)
        if said is None:
            await reader.read()
        else:
            writer.write(said if isinstance(said, bytes) else said.encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()
