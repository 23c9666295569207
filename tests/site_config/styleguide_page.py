"""The style guide in a real browser, without a server: each file is answered from the disk."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

ADDRESS = "http://roda.test/styleguide/"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars",
]  # fmt: skip


@contextmanager
def styleguide_window(html: str, *, scripts: bool = True) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(java_script_enabled=scripts)
        page.route("**/*", lambda route: _answer(route, html))
        yield page
        browser.close()


def open_styleguide(page: Page, width: int, scheme: str = "light") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(ADDRESS)


def _answer(route: Route, html: str) -> None:
    if route.request.url == ADDRESS:
        return route.fulfill(body=html, content_type="text/html; charset=utf-8")
    found = finders.find(route.request.url.partition("/static/")[2])
    if not found:
        return route.fulfill(status=404)
    return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0])
