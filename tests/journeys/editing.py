"""What editors and moderators do in Wagtail's admin, with its own scripts: no code, only fields and blocks."""

import re

from playwright.sync_api import Page, expect

SAVE = "button.action-save"
SUBMIT = "[name=action-submit]"
PUBLISH = "[name=action-publish]"
APPROVE = "[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
HELD = "text => [...document.querySelectorAll('input[type=hidden]')].some(field => field.value.includes(text))"
TEXT, PICTURE, VIDEO = "pilcrow", "image", "wagtailmedia-video"


def id_in(url: str) -> int:
    """The number in the address of a page of the admin."""
    return int(re.search(r"/pages/(\d+)/", url).group(1))


def begin_page(page: Page, parent: int, kind: str, title: str) -> None:
    page.goto(f"/admin/pages/add/learning/{kind}/{parent}/")
    page.fill("#id_title", title)
    # The address is made from the title when one leaves the field.
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")


def save(page: Page, action: str = SAVE) -> int:
    """Presses the button, out of the drop-up where it lies there; returns the page's number."""
    button = page.locator(f"footer {action}").first
    if not button.is_visible():
        page.locator("footer [data-controller~=w-dropdown] button:not([type=submit])").first.click()
    with page.expect_navigation():
        button.click()
    return id_in(page.url)


def complaints(page: Page) -> list[str]:
    """What the form says beside its fields after a refusal."""
    texts = page.locator(".error-message, .w-field__errors").all_inner_texts()
    return [text.strip() for text in texts if text.strip()]


def hand_in(page: Page, action: str = SUBMIT) -> None:
    """Sends to moderation, approves or publishes; raises AssertionError with what is refused."""
    save(page, action)
    assert not complaints(page)


def add_block(page: Page, icon: str) -> None:
    """Adds a block at the end, chosen from the list by its picture."""
    page.locator(".c-sf-add-button").last.click()
    page.locator(f".w-combobox__option:has(use[href='#icon-{icon}'])").first.click()


def add_text(page: Page, text: str) -> None:
    add_block(page, TEXT)
    type_formatted(page, text)


def type_formatted(page: Page, text: str) -> None:
    editor = page.locator(".public-DraftEditor-content").last
    editor.click()
    page.keyboard.insert_text(text)
    # The editor writes into its field a quarter of a second later.
    page.wait_for_function(HELD, arg=text)


def add_picture(page: Page) -> None:
    """Takes the first picture of the library, without a description."""
    add_block(page, PICTURE)
    page.locator("[data-chooser-action-choose]:visible").last.click()
    page.locator(".modal a.image-choice").first.click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def describe_picture(page: Page, words: str) -> None:
    page.locator("input[name$=alt_text], textarea[name$=alt_text]").last.fill(words)
