"""The steps of the main job on the site's pages, as a person takes them. Used by the journeys and by the rehearsal.

Elements are found by what they do (a form's address, a field's name), so that words may change.
"""

from playwright.sync_api import Locator, Page, expect

PASSWORD = "onze palavras de cor"
TRIES = 20


def press(page: Page, action: str, button: str = "button") -> None:
    """Presses the button of the form that posts to an address ending in `action`, and waits for the answer."""
    follow(page, page.locator(f'form[action$="{action}"] {button}:visible').first)


def follow(page: Page, button: Locator) -> None:
    """Presses a button or a link, and waits for the page that it brings."""
    with page.expect_navigation():
        button.click()


def write(page: Page, name: str, text: str) -> None:
    """Writes into a field of the editor for formatted text: as a person types, or plainly where scripts are off."""
    field = page.locator(f"textarea[name={name}]")
    if page.evaluate("typeof htmx") == "undefined":
        field.fill(text)
        return
    field.focus()
    editor = page.locator("trix-editor").first
    editor.wait_for(state="visible")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def sign_up(page: Page, name: str, email: str) -> None:
    """Fills the form; the mail that comes holds the address that confirms."""
    page.goto("/conta/signup/")
    for field, value in {"full_name": name, "email": email, "password1": PASSWORD, "password2": PASSWORD}.items():
        page.fill(f"input[name={field}]", value)
    follow(page, page.locator("form:has(input[name=password2]) button[type=submit]"))


def confirm_address(page: Page, address: str) -> None:
    page.goto(address)
    follow(page, page.locator('form[action*="/confirm-email/"] button'))


def enrol(page: Page, course: str, code: str = "") -> None:
    page.goto(f"/cursos/{course}/")
    if code:
        page.fill("input[name=code]", code)
    press(page, "/inscricao/")
    expect(page.locator("ol.outline")).to_be_visible()


def place(page: Page, offering: int, student: str, group: str) -> None:
    """The coordinator puts a student into a tutoring group."""
    page.goto(f"/turmas/{offering}/")
    page.locator("tr", has_text=student).locator("input[name=students]").check()
    page.select_option("select[name=tutoring_group]", label=group)
    press(page, "/mover/", ".toolbar button")
    expect(page.locator("section", has=page.get_by_role("heading", name=group)).last).to_contain_text(student)


def read_on(page: Page) -> list[str]:
    """Marks readings, one after the other, until something else than a reading comes; returns their titles."""
    titles = []
    while page.locator('form[action$="/lida/"]').count():
        titles.append(page.locator("h1").inner_text())
        press(page, "/lida/")
    return titles


def write_reflection(page: Page, address: str, text: str, *, final: bool) -> str:
    """Writes and sends a reflection, in two presses; returns the receipt's address."""
    page.goto(address)
    write(page, "text", text)
    # Prompts may leave out either question.
    for asked in (f"[name=intent][value={'final' if final else 'formative'}]", "[name=no_patient_data]"):
        if page.locator(asked).count():
            page.check(asked)
    follow(page, page.locator('button[name=next][value="submit"]'))
    follow(page, page.locator('form:has(input[name="draft_number"]) button[type=submit]'))
    return page.url


def open_review(page: Page, student: str) -> None:
    """Opens this student's reflection from the queue, in one press."""
    page.goto("/revisao/")
    follow(page, page.locator("tr", has_text=student).first.locator("a.button, button").first)
    expect(page.locator("h1")).to_have_text(student)


def decide(page: Page, decision: str, overall: str, request: str = "") -> None:
    """Chooses the highest levels where the rubric stands open, writes the tutor's word and releases it in one press."""
    for criterion in page.locator(".rubric__criterion").all():
        if criterion.is_visible():
            criterion.get_by_role("radio").last.check()
    page.fill("textarea[name=overall]", overall)
    if request:
        page.fill("textarea[name=request]", request)
    follow(page, page.locator(f'button[name=decision][value="{decision}"]'))


def start_topic(page: Page, board: str, subject: str, text: str) -> str:
    """Starts a conversation on the board at this address; returns the conversation's."""
    page.goto(board)
    follow(page, page.locator('a[href$="/nova/"]').first)
    page.fill("input[name=subject]", subject)
    write(page, "html", text)
    follow(page, page.locator("form:has(input[name=subject]) button[type=submit]"))
    expect(page.locator("h1")).to_have_text(subject)
    return page.url.partition("?")[0]


def reply(page: Page, text: str) -> None:
    """Answers in the conversation that is open."""
    write(page, "html", text)
    press(page, "/resposta/", "button[type=submit]")
    expect(page.locator(".posts")).to_contain_text(text)


def open_notice(page: Page, text: str) -> None:
    """Follows the notice that speaks of this, as soon as the worker has written it."""
    notice = page.locator("main a", has_text=text).first
    for _ in range(TRIES):
        page.goto("/avisos/")
        if notice.count():
            break
        page.wait_for_timeout(500)
    follow(page, notice)


def row_of(page: Page, name: str) -> str:
    """What a table says of one person."""
    return page.locator("tr", has_text=name).first.inner_text()
