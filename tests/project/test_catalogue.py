"""Three complete catalogues; and in Portuguese no English on a screen or in a mail."""

import datetime
import re
import shutil
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from lxml import html

from home.notifications import registry
from home.templatetags.roda import said_datetime
from site_config.errors import STATUSES, error_page
from tests.project.access_table import ROLES, TABLE

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
LOCALES = Path("site_config/locale")
CATALOGUES = ("pt_BR", "en", "es")
SOURCES = ("home", "forums", "learning", "site_config", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%%|(?<![a-z}])\{\w+\}|&\w+;")
# What English cannot do without, and Portuguese has not.
ENGLISH = re.compile(
    r"\b(the|your|you|and|of|with|from|this|that|is|are|was|not|please|to|in|on|it|has|have|will|been|save|saved|sign|log"
    r"|password|account|add|change|delete|remove|cancel|back|send|search|next|previous|page|until|read|new|all)\b",
    re.IGNORECASE,
)
SPOKEN = ("aria-label", "alt", "title", "placeholder")
SILENT = "//script|//style|//template|//code|//comment()"
# The library's addresses: for nobody in particular, and for who has logged in.
OUTSIDE = (
    "account_login", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_request_login_code", "account_email_verification_sent", "account_inactive",
    "account_reset_password_from_key_done",
)  # fmt: skip
INSIDE = (
    "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
)  # fmt: skip


def path_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


compiled = pytest.mark.skipif(
    not all((ROOT / path_of(language)).with_suffix(".mo").exists() for language in CATALOGUES),
    reason="The catalogues are not compiled: `make test` does it.",
)
every_catalogue = pytest.mark.parametrize("language", CATALOGUES)


def read_catalogue(language: str = "pt_BR", root: Path = ROOT) -> Catalog:
    with (root / path_of(language)).open("rb") as file:
        return read_po(file, locale=language)


def texts_of(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def messages_of(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


@every_catalogue
def test_every_text_is_translated(language):
    assert [m.id for m in messages_of(read_catalogue(language)) if not all(texts_of(m.string or ""))] == []


@every_catalogue
def test_every_catalogue_holds_the_same_texts(language):
    known = {(m.context, m.id) for m in messages_of(read_catalogue())}
    assert {(m.context, m.id) for m in messages_of(read_catalogue(language))} == known


@every_catalogue
def test_no_text_is_a_guess(language):
    assert [m.id for m in messages_of(read_catalogue(language)) if m.fuzzy] == []


@every_catalogue
def test_placeholders_are_those_of_the_text(language):
    """A singular may leave its number out ("1 day" needs none)."""
    wrong = []
    for message in messages_of(read_catalogue(language)):
        allowed = {place for text in texts_of(message.id) for place in PLACEHOLDER.findall(text)}
        needed = set(PLACEHOLDER.findall(texts_of(message.id)[-1]))
        found = [set(PLACEHOLDER.findall(text)) for text in texts_of(message.string)]
        if found[-1] != needed or not set().union(*found) <= allowed:
            wrong.append(message.id)
    assert wrong == []


@compiled
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt-br", "quinta, 4 de junho de 2015, 23h59"),
        ("en", "Thursday, 4 June 2015, 23:59"),
        ("es", "jueves 4 de junio de 2015, 23:59"),
    ],
)
def test_a_date_is_said_as_people_say_it(language, said):
    with translation.override(language):
        assert said_datetime(datetime.datetime(2015, 6, 5, 2, 59, tzinfo=datetime.UTC)) == said


@pytest.mark.skipif(not shutil.which("xgettext"), reason="There is no gettext: new texts are not looked for.")
def test_every_text_of_the_sources_is_in_the_catalogue(tmp_path, monkeypatch, settings):
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static*", "*.mo"))
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "site_config" / "locale"]
    call_command("makemessages", locale=["pt_BR"], no_wrap=True, no_location=True, verbosity=0)
    known = {(m.context, m.id) for m in messages_of(read_catalogue())}
    assert [m.id for m in messages_of(read_catalogue(root=tmp_path)) if (m.context, m.id) not in known] == []


def read_aloud(page: str) -> list[str]:
    """Every text of a page that somebody sees or hears, a text an element."""
    tree = html.document_fromstring(page)
    for silent in tree.xpath(SILENT):
        silent.drop_tree()
    said = [*tree.itertext(), *(value for name in SPOKEN for value in tree.xpath(f"//@{name}"))]
    said += tree.xpath("//input[@type='submit' or @type='button']/@value")
    said += [value for value in tree.xpath("//@*[starts-with(name(), 'data-')]") if " " in value]
    return [" ".join(text.split()) for text in said if text.strip()]


def english_in(page: str) -> list[str]:
    return [text for text in read_aloud(page) if ENGLISH.search(text)]


def named_pages(world: dict) -> dict[str, list[str]]:
    """Role -> every page of ours into which the access table lets her, and nobody in particular the ways in."""
    pages = {role: [] for role in ROLES}
    for name, method, keys, letters in TABLE:
        for role, letter in zip(ROLES, letters, strict=True):
            if method == "GET" and letter == "i":
                pages[role].append(reverse(name, args=[world[key] for key in keys.split()]))
    pages["anonymous"] += [reverse(name) for name in OUTSIDE]
    return pages


def english_at(client, address: str) -> list[str]:
    answer = client.get(address)
    answer.getvalue()  # reads a file to its end, which closes it
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return english_in(answer.text) if is_page else []


@compiled
def test_no_page_says_anything_in_english(client, world):
    said = {}
    for role, addresses in named_pages(world).items():
        client.logout()
        if person := world["people"][role]:
            client.force_login(person)
        for address in addresses:
            if found := english_at(client, address):
                said[f"{address} as {role}"] = found
        assert client.session.get(SESSION_KEY) == (person and str(person.pk))
    assert said == {}


@compiled
def test_no_page_of_the_account_says_anything_in_english(client, student):
    """The pages of the second factor ask for an address of hers, and for the password."""
    EmailAddress.objects.create(user=student, email=student.email, verified=True, primary=True)
    client.force_login(student)
    client.post(reverse("account_reauthenticate"), {"password": "roda-demo"})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    said = {name: english_at(client, reverse(name)) for name in INSIDE}
    assert {name: found for name, found in said.items() if found} == {}


@compiled
@pytest.mark.parametrize("status", STATUSES)
def test_no_error_page_says_anything_in_english(status):
    assert english_in(error_page(None, status).text) == []


@compiled
def test_no_form_complains_in_english(client, world):
    bad = {"email": "x", "login": "x", "password1": "1", "password2": "2", "phone": "x", "work-cnes": "1"}
    assert english_in(client.post(reverse("account_login"), bad).text) == []
    assert english_in(client.post(reverse("account_signup"), bad).text) == []
    assert english_in(client.post(reverse("account_reset_password"), bad).text) == []
    client.force_login(world["people"]["coordinator"])
    assert english_in(client.post(reverse("home:profile"), bad).text) == []
    assert english_in(client.post(reverse("learning:offering_new", args=[world["course"]]), bad).text) == []


@compiled
@pytest.mark.parametrize("code", sorted(registry._events))
def test_no_notice_says_anything_in_english(code):
    event = registry.get_event(code)
    with translation.override("pt-br"):
        assert [text for text in map(str, (event.title, event.text, event.action)) if ENGLISH.search(text)] == []


def mails() -> list[str]:
    """The library's mails that this site may send: the start of their templates' names."""
    folder = Path(allauth.__file__).parent / "templates"
    subjects = [path for app in ("account", "mfa") for path in (folder / app / "email").glob("*_subject.txt")]
    return sorted(str(path.relative_to(folder)).removesuffix("_subject.txt") for path in subjects)


@compiled
@pytest.mark.parametrize("name", mails())
def test_no_mail_says_anything_in_english(name, student):
    facts = {"user": student, "email": student.email, "current_site": {"name": settings.SITE_NAME, "domain": "x.br"}}
    facts |= {"code": "ABC-DEF", "ip": "10.0.0.1", "user_agent": "Firefox", "activate_url": "/", "signup_url": "/"}
    with translation.override("pt-br"):
        mail = get_adapter().render_mail(name, student.email, facts)
    said = [mail.subject, *mail.body.splitlines(), *read_aloud(mail.alternatives[0].content)]
    assert [text for text in said if ENGLISH.search(text)] == []


@compiled
def test_no_notice_by_mail_says_anything_in_english():
    with translation.override("pt-br"):
        facts = {"title": "", "text": "", "action": "", "name": "", "url": "/", "SITE_NAME": settings.SITE_NAME}
        page = render_to_string("emails/notification.html", facts)
        text = render_to_string("emails/notification.txt", facts)
    assert english_in(page) == []
    assert ENGLISH.search(text) is None
