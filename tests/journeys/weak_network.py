"""A weak signal, and a server that sends what nginx would: compressed, with assets that a browser keeps for good.

The live server of the tests sends everything as it is. Measuring that would say nothing of a server, so this one does
what site_config/deploy/nginx.conf says (read from it) and notes each answer as it leaves.
"""

import gzip
import re
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Site
from tests.journeys.windows import Person, visiting

NGINX = (settings.ROOT / "site_config" / "deploy" / "nginx.conf").read_text()
LEVEL = int(re.search(r"gzip_comp_level (\d)", NGINX)[1])
SHORTEST = int(re.search(r"gzip_min_length (\d+)", NGINX)[1])
TYPES = set(re.search(r"gzip_types ([^;]+);", NGINX)[1].split())
# The .gz neighbours of static files are made at this level when they are collected (whitenoise.compress).
STATIC_LEVEL = 9
# 400 kbit/s and 400 ms.
SIGNAL = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Sent:
    """An answer as it went over the line; bytes with its head."""

    path: str
    kind: str
    bytes: int


@dataclass(frozen=True)
class Weighed:
    """A page as a phone meets it: with nothing kept (cold), and once more (warm). Times in seconds."""

    name: str
    cold: list[Sent]
    html: int
    cold_paint: float
    warm_bytes: int
    warm_paint: float

    @property
    def without_pictures(self) -> list[Sent]:
        return [sent for sent in self.cold if not sent.path.startswith("/media/")]

    @property
    def bytes(self) -> int:
        return sum(sent.bytes for sent in self.without_pictures)

    def of_kind(self, kind: str) -> int:
        return sum(sent.bytes for sent in self.cold if kind in sent.kind)

    def row(self) -> str:
        pictures = len(self.cold) - len(self.without_pictures)
        facts = (self.bytes, self.html, self.of_kind("css"), self.of_kind("javascript"))
        sizes = "".join(f"{size / 1000:8.1f}" for size in facts)
        counts = f"{len(self.without_pictures):9d}{pictures:9d}"
        return f"{self.name:12}{sizes}{counts}{self.cold_paint:9.2f}{self.warm_bytes / 1000:9.1f}{self.warm_paint:8.2f}"


HEADINGS = ("page", "cold kB", "HTML", "CSS", "JS", "requests", "pictures", "FCP cold", "warm kB", "FCP warm")
HEAD = "{:12}{:>8}{:>8}{:>8}{:>8}{:>9}{:>9}{:>9}{:>9}{:>8}".format(*HEADINGS)


class NginxSite(Site):
    """The live server behind nginx's settings; `sent` is what it answered."""

    sent: list[Sent] = []

    def __call__(self, environ, start_response):
        started = {}

        def note(status, headers, exc_info=None):
            started.update(status=status, headers=dict(headers))

        answer = super().__call__(environ, note)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        headers, path = started["headers"], environ["PATH_INFO"]
        kind = headers.get("Content-Type", "").split(";")[0]
        body = pack(path, kind, body, headers)
        head = sum(len(name) + len(value) + 4 for name, value in headers.items())
        self.sent.append(Sent(path, kind, len(body) + head))
        start_response(started["status"], list(headers.items()))
        return [body]


def pack(path: str, kind: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Compresses and marks an answer as nginx does; the headers are changed in place."""
    is_static = path.startswith("/static/")
    if is_static:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if len(body) >= SHORTEST and (kind in TYPES or (is_static and kind.startswith("text/"))):
        body = gzip.compress(body, STATIC_LEVEL if is_static else LEVEL)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return body


def weaken(page: Page) -> None:
    phone = page.context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", SIGNAL)


def weigh(browser: Browser, site: str, person: Person, name: str, address: str, **options) -> Weighed:
    """Opens a page twice on a weak signal, in a browser that knows nothing but who is signed in."""
    with visiting(browser, site, person, **options) as page:
        weaken(page)
        cold, cold_paint = open_and_wait(page, address)
        page.goto("about:blank")
        warm, warm_paint = open_and_wait(page, address)
    html = next(sent.bytes for sent in cold if sent.path == address)
    return Weighed(name, cold, html, cold_paint, sum(sent.bytes for sent in warm), warm_paint)


def open_and_wait(page: Page, address: str) -> tuple[list[Sent], float]:
    NginxSite.sent.clear()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(PAINT)
    return list(NginxSite.sent), page.evaluate(PAINT) / 1000
