"""The budget of architecture.md, section 5: small things of the same shape."""

import ast
import gzip
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from site_config.offline import WORKER

pytestmark = pytest.mark.any_database

PACKAGES = ("site_config", "home", "forums", "learning")
FUNCTION = 40
MEDIAN = 10
VIEW = 25
FILE = 400
TEMPLATE = 130
SCRIPT = 120
ARGUMENTS = 6
# Bytes, compressed: all our style sheets; the scripts of a page with htmx, before an editor is opened.
STYLES_SENT, SCRIPTS_SENT = 20_000, 30_000
ON_EVERY_PAGE = {"shell.js", "offline.js"}
# What the beginning of a script's name says of the pages that ask for it. All the others count together, for readers.
WRITING = ("composer", "draft-", "waiting", "upload", "photo")
REVIEWING = ("review", "rubric", "draft-")
# The service worker comes behind a page, once for each of its versions.
WORKER_SENT = 8_000
SCRIPTS = settings.ROOT / "site_config" / "static" / "js"
FOR_EDITORS = {"admin.css", "admin_formula.js"}


def python_files() -> list[Path]:
    found = (path for package in PACKAGES for path in (settings.ROOT / package).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def length(node: ast.FunctionDef) -> int:
    """Lines from `def` to the end, without the docstring: words are not what makes a function long."""
    lines = node.end_lineno - node.lineno + 1
    return lines - _docstring_lines(node)


def _docstring_lines(node: ast.FunctionDef) -> int:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.end_lineno - first.lineno + 1
    return 0


def name_of(path: Path, node: ast.FunctionDef) -> str:
    return f"{path.relative_to(settings.ROOT)}:{node.lineno} {node.name} {length(node)}"


def is_views(path: Path) -> bool:
    return path.name == "views.py" or path.parent.name == "views"


def arguments(node: ast.FunctionDef) -> int:
    named = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in named if name not in ("self", "cls")])


def too_long(paths: list[Path], most: int) -> list[str]:
    counted = ((path, len(path.read_text().splitlines())) for path in paths)
    return [f"{path.relative_to(settings.ROOT)} {lines}" for path, lines in counted if lines > most]


def test_functions_are_short():
    assert [name_of(path, node) for path in python_files() for node in functions(path) if length(node) > FUNCTION] == []


def test_the_median_function_is_very_short():
    assert statistics.median(length(node) for path in python_files() for node in functions(path)) <= MEDIAN


def test_views_are_traffic_control():
    views = (path for path in python_files() if is_views(path))
    assert [name_of(path, node) for path in views for node in functions(path) if length(node) > VIEW] == []


def test_actions_take_few_arguments():
    actions = (path for path in python_files() if "actions" in (path.stem, path.parent.name))
    crowded = [name_of(path, node) for path in actions for node in functions(path) if arguments(node) > ARGUMENTS]
    assert crowded == []


def test_files_are_short():
    assert too_long(python_files(), FILE) == []


@pytest.mark.parametrize(
    ("folder", "pattern", "most"),
    [("templates", "*.html", TEMPLATE), ("site_config/static/js", "*.js", SCRIPT)],
)
def test_templates_and_scripts_are_short(folder, pattern, most):
    assert too_long(list((settings.ROOT / folder).rglob(pattern)), most) == []


def packed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths if path.name not in FOR_EDITORS)


def test_style_sheets_are_small():
    assert 0 < packed(list((settings.ROOT / "site_config/static/css").glob("*.css"))) <= STYLES_SENT


@pytest.mark.parametrize("kind", ["reading", "writing", "reviewing"])
def test_scripts_of_a_page_are_small(kind):
    htmx = Path(finders.find("django_htmx/htmx-2.min.js"))
    ours = [path for path in SCRIPTS.rglob("*.js") if f"js/{path.name}" not in WORKER]
    asked = [path for path in ours if path.name in ON_EVERY_PAGE or is_asked_for(path.name, kind)]
    assert len(asked) > len(ON_EVERY_PAGE)
    assert packed([htmx, *asked]) <= SCRIPTS_SENT


def is_asked_for(name: str, kind: str) -> bool:
    if kind == "reading":
        return not name.startswith(WRITING + REVIEWING)
    return name.startswith(WRITING if kind == "writing" else REVIEWING)


def test_service_worker_is_small():
    assert 0 < packed([SCRIPTS.parent / name for name in WORKER]) <= WORKER_SENT
