"""Windows of a real browser, each one person's own, and what is watched in them. For the journeys and the rehearsal."""

import base64
import hmac
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--ignore-certificate-errors",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
# What the browser says of an answer that the page awaited and shows: the page's own test judges it.
EXPECTED = "Failed to load resource"


# Counts what a person presses, over all pages of the window; scripts' own clicks are not trusted.
COUNTING = """addEventListener("click", event => {
  if (event.isTrusted && event.detail) sessionStorage.presses = Number(sessionStorage.presses || 0) + 1;
}, true)"""


@dataclass
class Person:
    """`state` is what her browser kept: she stays signed in between her visits. `options` are her windows'."""

    email: str
    password: str = "roda-demo"
    options: dict = field(default_factory=dict)
    state: dict | None = None


@dataclass
class Watch:
    """Notes what no page may do: errors in the console (a breach of the content policy is one), missing files, and
    requests to hosts that are not ours, but for a `guest` that a test lets in."""

    address: str
    guest: str | None = None
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._weigh)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _weigh(self, response: Response) -> None:
        known = (self.address, self.guest or self.address)
        outside = response.url.startswith("http") and not response.url.startswith(known)
        missing = response.status >= 400 and response.request.resource_type not in ("document", "xhr", "fetch")
        if outside or missing or response.status == 500:
            self.complaints.append(f"{response.status} {response.url}")


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@contextmanager
def visiting(
    browser: Browser, address: str, person: Person | None = None, guest: str | None = None, **options
) -> Iterator[Page]:
    """A window of its own, for a person signed in where one is named; `options` are the browser context's.

    Raises AssertionError at the end where a page did what none may do.
    """
    known = person or Person("")
    options = {"viewport": PHONE, "reduced_motion": "reduce", **known.options, **options}
    context = browser.new_context(
        base_url=address, ignore_https_errors=True, locale="pt-BR", storage_state=known.state, **options
    )
    page, watch = context.new_page(), Watch(address, guest)
    page.set_default_timeout(PATIENCE_MS)
    watch.follow(page)
    try:
        if person is not None and person.state is None:
            log_in(page, person)
            person.state = context.storage_state()
        yield page
        if person is not None:
            person.state = context.storage_state()
    except Exception as error:
        error.add_note(f"{page.url} as it stood: {picture_of(page)}")
        raise
    finally:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def presses(page: Page) -> int:
    """How often a person has pressed since COUNTING was put in."""
    return int(page.evaluate("sessionStorage.presses || 0"))


def picture_of(page: Page) -> str:
    # A test that closes its tab goes on in another one.
    if page.is_closed():
        return "closed"
    path = Path(tempfile.mkdtemp(prefix="roda-journey-")) / "page.png"
    page.screenshot(path=path, full_page=True)
    return str(path)


def log_in(page: Page, person: Person) -> None:
    if "/conta/login" not in page.url:
        page.goto("/conta/login/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", person.password)
    send_form_of(page, "password")
    if "/totp/activate" in page.url:
        set_up_second_factor(page)


def send_form_of(page: Page, field: str) -> None:
    form = page.locator("form", has=page.locator(f"input[name={field}]"))
    with page.expect_navigation():
        form.locator("button[type=submit]").first.click()


def set_up_second_factor(page: Page) -> None:
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", code_of(secret))
    send_form_of(page, "code")


def code_of(secret: str) -> str:
    """What an authenticator app would show now (RFC 6238: SHA-1, 30 s, six digits)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def barriers(page: Page) -> list[str]:
    """Returns what axe finds on the page as it stands, a line each; a page wider than its window is one too."""
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} is wider than {page.viewport_size['width']} px")
    return found
