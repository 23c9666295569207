"""Moodle's HTML as blocks of a unit's body, or as rich text where only text can stand.

References stay symbolic until the pages exist: a file is {"file": SHA-1} where a block wants an id, an item
{"page_key": key};
in rich text they are `<a linktype="document" file="SHA-1">` and `<a linktype="page" key="...">`.
"""

import hashlib
import json
import uuid
from collections import Counter

from learning.courses.moodle_backup.html.flow import Reader
from learning.courses.moodle_backup.html.nodes import Formula
from learning.courses.moodle_backup.html.rich_text import paragraph
from learning.courses.moodle_backup.html.softening import files_in, rich_only
from learning.courses.moodle_backup.html.surroundings import Surroundings
from learning.courses.moodle_backup.html.writing import Writer, lost_files

__all__ = ["Surroundings", "blocks_from_html", "rich_text_from_html", "with_ids"]

# Any fixed value: ids of blocks must come out the same when the same backup is read again.
BLOCK_NAMES = uuid.UUID("5b6a6d2e-3f0e-5c57-9f0a-3c7b0d6f1e42")


def blocks_from_html(markup, around):
    """The blocks of a page, each {"type": str, "value": ...} as in the catalogue of blocks, without ids.

    `markup` is HTML as Moodle stores it, `around` the `Surroundings`. Never raises for any text: what is
    not understood is
    kept as text and noted in the report.
    """
    return Writer(around).write(Reader(around).read(markup))


def rich_text_from_html(markup, around):
    """The same page as one string of rich text: tables become lines, pictures and videos links or their
    titles.
    """
    nodes = Reader(around).read(markup)
    lost_files(around, files_in(nodes))
    blocks = Writer(around).write(rich_only(nodes))
    return "".join(block["value"] if block["type"] == "rich_text" else _formula_line(block) for block in blocks)


def _formula_line(block):
    return paragraph((Formula(block["value"]["latex"]),))


def with_ids(blocks, key):
    """The blocks of the item `key`, each with a stable "id" (UUID text): same content, same id, wherever
    it moves in the item.
    """
    seen = Counter()
    return tuple(_with_id(block, key, seen) for block in blocks)


def _with_id(block, key, seen):
    digest = hashlib.sha256(json.dumps(block, sort_keys=True).encode()).hexdigest()
    seen[digest] += 1
    # The inner blocks of a folding part are a stream of their own and need ids as well.
    value = block["value"]
    if block["type"] == "collapsible":
        value = value | {"content": [_with_id(inner, key, seen) for inner in value["content"]]}
    return {
        "type": block["type"],
        "value": value,
        "id": str(uuid.uuid5(BLOCK_NAMES, f"{key} {digest} {seen[digest]}")),
    }
