"""Hostile and naughty strings that nobody here wrote, and the walk that judges what became of them."""

import json
import re

import html5lib
import pytest
from django.conf import settings

CORPORA = settings.SHARED_FOLDER / "corpora"
ATTRIBUTES = {"a": {"href", "rel"}}
TAGS = {"p", "br", "h2", "h3", "strong", "em", "del", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code"}
C0_AND_SPACE = "".join(map(chr, range(33)))


def need_corpora() -> None:
    if not CORPORA.exists():
        pytest.skip("The shared corpora are not here (RODA_SHARED).")


def payloads() -> list[str]:
    """Every payload of xss/ and every string of unicode/."""
    need_corpora()
    found = [
        row["payload"] for name in ("dompurify-expect", "h5sc", "bleach-data") for row in _read(f"xss/{name}.json")
    ]
    for handler in (CORPORA / "xss/event-handlers.txt").read_text().split():
        found += [
            f"<p {handler}=alert(1)>x</p>",
            f"<img src=x {handler}=alert(1)>",
            f'<a href="#" {handler}="alert(1)">x',
        ]
    return found + _read("unicode/blns.json")


def slow_strings() -> dict[str, str]:
    need_corpora()
    cases = _read("redos/redos.json")["cases"]
    return {case["id"]: "".join(unit * times for unit, times in case["build"]) for case in cases}


def faults(html: str) -> list[str]:
    """What a fragment holds that it must not, by the rules of the corpora's README."""
    tree = html5lib.parseFragment(html, treebuilder="dom")
    return [fault for node in _walk(tree) for fault in _faults_of(node)]


def _read(name: str) -> list | dict:
    return json.loads((CORPORA / name).read_text())


def _walk(node):
    for child in node.childNodes:
        yield child
        yield from _walk(child)


def _faults_of(node) -> list[str]:
    if node.nodeType in (node.COMMENT_NODE, node.PROCESSING_INSTRUCTION_NODE):
        return ["comment"]
    if node.nodeType != node.ELEMENT_NODE:
        return []
    allowed = ATTRIBUTES.get(node.tagName, set())
    found = [] if node.tagName in TAGS else [f"<{node.tagName}>"]
    found += [f"{node.tagName}[{name}]" for name in node.attributes.keys() if name not in allowed]  # noqa: SIM118
    return found + ([f"href={node.getAttribute('href')}"] if _leads_astray(node) else [])


def _leads_astray(node) -> bool:
    if not node.hasAttribute("href"):
        return False
    address = re.sub(r"[\t\n\r]", "", node.getAttribute("href").lstrip(C0_AND_SPACE))
    return re.match(r"(?:https?|mailto|tel):", address, re.IGNORECASE) is None
