"""The house's own rules, each checked by a machine."""

import ast
import re
import subprocess

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from home.queue.registry import task_names
from tests.project.test_size_budget import python_files

TOP_LEVEL = {
    "manage.py", "pyproject.toml", "site_config", "learning", "forums", "home", "templates", "media", "tests",
    "README.md", "Makefile", "requirements.lock", "requirements-dev.lock", "requirements-next.lock",
    ".ci", ".gitignore",
}  # fmt: skip
NEVER_NAMES = {"utils", "helpers", "services", "common", "misc", "managers"}
STATIC = re.compile(r"""\{% static ['"]([^'"{]+)['"] %\}""")
MERGE = re.compile(r"^(<{7}|>{7}) ", re.M)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|<style\b|\son[a-z]+=", re.I)


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=settings.ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_top_level_is_the_owners():
    assert {name.split("/")[0] for name in tracked()} <= TOP_LEVEL


def test_no_half_of_a_merge_is_left_in_a_file():
    sources = [name for name in tracked() if not name.endswith((".png", ".ico", ".webp", ".jpg", ".lock"))]
    texts = ((name, (settings.ROOT / name).read_text(errors="replace")) for name in sources)
    assert [name for name, text in texts if MERGE.search(text)] == []


def test_style_sheets_close_what_they_open():
    sheets = (settings.ROOT / "site_config" / "static" / "css").glob("*.css")
    assert [sheet.name for sheet in sheets if sheet.read_text().count("{") != sheet.read_text().count("}")] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [str(path) for path in python_files() if NEVER_NAMES & {path.stem, path.parent.name}] == []


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_and_linear():
    for app in ("accounts", "home", "forums", "learning"):
        folder = apps.get_app_config(app).path + "/migrations"
        names = sorted(
            name.split("/")[-1] for name in tracked() if (settings.ROOT / name).as_posix().startswith(folder)
        )
        numbers = [name[:4] for name in names if name[0].isdigit()]
        assert numbers == sorted(set(numbers)), f"{app}: two migrations with one number"
        assert not [name for name in names if "_auto_" in name]


def test_every_task_is_queued_by_a_name_that_exists():
    known = task_names()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enqueue":
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{path}:{node.lineno}: name the task by a plain word"
                assert name.value in known, f"{path}:{node.lineno}: {name.value}"


def test_no_page_has_an_inline_script_or_style():
    pages = (path for path in (settings.ROOT / "templates").rglob("*.html") if "emails" not in path.parts)
    found = [f"{path.name}: {hit}" for path in pages for hit in INLINE.findall(path.read_text())]
    assert found == []


def test_no_import_stands_inside_a_function():
    inside = []
    for path in python_files():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                inside += [str(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert inside == []


def test_every_static_file_that_a_template_names_is_there():
    """In production a missing one is an error of the page, not a 404 of the file."""
    templates = (settings.ROOT / "templates").rglob("*.html")
    named = {(path.name, name) for path in templates for name in STATIC.findall(path.read_text())}
    assert [(page, name) for page, name in sorted(named) if finders.find(name) is None] == []
