"""The built clients, read once at start: a request is a look-up in a table, never a path on the disk."""

import gzip
import hashlib
import mimetypes
from pathlib import Path

import msgspec
from litestar import Response, route
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from veillee.foundation.api import AnyRequest
from veillee.foundation.basics import AssetMissing, NotFound, asset_dir

FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
PACKED = ".br"
REFUSED = "q=0"
COMPRESSED = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")


class Page(msgspec.Struct, frozen=True):
    """One file, ready to be sent: as it is, and by content coding (RFC 9110 §8.4.1), the smallest first."""

    body: bytes
    coded: dict[str, bytes]
    media_type: str
    tag: str
    cache: str


class Pages:
    """All files of both clients by their path on the site."""

    def __init__(self) -> None:
        self._files = {**_read("web", ""), **_read("console", "console/")}

    def find(self, path: str) -> Page | None:
        """The file at this path; addresses of screens get their client's entry page."""
        if ".." in path or "\\" in path or path.startswith("api/"):
            return None
        entry = "console/index.html" if path == "console" or path.startswith("console/") else "index.html"
        if path in self._files:
            return self._files[path]
        return None if "." in path.rpartition("/")[2] else self._files.get(entry)


def _read(client: str, prefix: str) -> dict[str, Page]:
    try:
        folder = asset_dir("web" if client == "web" else "console")
    except AssetMissing:
        return {}
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != PACKED]
    return {prefix + str(file.relative_to(folder)): _page(file) for file in files}


def _page(file: Path) -> Page:
    body = file.read_bytes()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.suffix == ".webmanifest":
        media_type = "application/manifest+json"
    if media_type == "text/javascript":
        media_type = "application/javascript"
    return Page(
        body=body,
        coded=_code(file, body) if media_type.startswith(COMPRESSED) else {},
        media_type=media_type,
        tag=f'"{hashlib.sha256(body).hexdigest()[:24]}"',
        cache=FOREVER if "assets" in file.parts else ALWAYS_ASK,
    )


def _code(file: Path, body: bytes) -> dict[str, bytes]:
    """Brotli as the clients' build laid it beside the file, and gzip; none that is not smaller."""
    packed = file.with_name(file.name + PACKED)
    coded = {"br": packed.read_bytes()} if packed.exists() else {}
    coded["gzip"] = gzip.compress(body, 9, mtime=0)
    return {coding: form for coding, form in coded.items() if len(form) < len(body)}


@route(
    ["/", "/{path:path}"],
    http_method=["GET", "HEAD"],
    include_in_schema=False,
)
async def show_page(request: AnyRequest, pages: NamedDependency[Pages]) -> Response[bytes]:
    page = pages.find(request.scope["path"].strip("/"))
    if page is None:
        raise NotFound
    headers = {"ETag": page.tag, "Cache-Control": page.cache, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == page.tag:
        return Response(b"", status_code=304, headers=headers, media_type=page.media_type)
    body = page.body
    if (coding := _choose(page, request.headers.get("accept-encoding", ""))) is not None:
        body, headers["Content-Encoding"] = page.coded[coding], coding
    return Response(body, headers=headers, media_type=page.media_type)


def _choose(page: Page, accepted: str) -> str | None:
    """The first coding that the client names without refusing it (RFC 9110 §12.5.3)."""
    named = {name.strip(): weight.strip() for name, _, weight in (one.partition(";") for one in accepted.split(","))}
    return next((coding for coding in page.coded if named.get(coding, REFUSED) not in (REFUSED, "q=0.0")), None)


handlers: list[HTTPRouteHandler] = [show_page]
