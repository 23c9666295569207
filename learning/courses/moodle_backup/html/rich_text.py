"""Runs and lists written as the HTML that Wagtail stores for rich text."""

from html import escape
from itertools import groupby

from learning.courses.moodle_backup.html.nodes import Break, Formula, Heading, Listing, Paragraph, Text
from learning.courses.moodle_backup.html.softening import bold


def line(runs):
    """The HTML of a line of runs."""
    return "".join(_linked(link, list(group)) for link, group in groupby(runs, key=lambda run: run.style.link))


def paragraph(runs):
    return f"<p>{line(runs)}</p>"


def heading(level, runs):
    """`<h2>` to `<h4>`; bold and italic say nothing more in a heading."""
    plain = tuple(
        Text(run.text, run.style.having(bold=False, italic=False)) if isinstance(run, Text) else run for run in runs
    )
    return f"<h{level}>{line(plain)}</h{level}>"


def listing(node):
    """The HTML of a list that is simple (`softening.is_simple`)."""
    tag = "ol" if node.markers else "ul"
    return f"<{tag}>{''.join(f'<li>{_item(item)}</li>' for item in node.items)}</{tag}>"


def _item(nodes):
    lines = [
        line(bold(node.runs) if isinstance(node, Heading) else node.runs)
        for node in nodes
        if isinstance(node, Paragraph | Heading)
    ]
    lists = [listing(node) for node in nodes if isinstance(node, Listing)]
    return "<br/>".join(lines) + "".join(lists)


def _linked(link, runs):
    html = "".join(WRITERS[type(run)](run) for run in runs)
    if not link:
        return html
    target = escape(link.target)
    opening = {
        "external": f'<a href="{target}">',
        "page": f'<a linktype="page" key="{target}">',
        "document": f'<a linktype="document" file="{target}">',
    }[link.kind]
    return f"{opening}{html}</a>" if html else ""


def _text(run):
    html = escape(run.text, quote=False)
    # A bold space is nothing to see, and editors leave many.
    if not run.text.strip():
        return html
    for tag, wanted in (("b", run.style.bold), ("i", run.style.italic), (run.style.script, run.style.script)):
        if wanted:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _formula(run):
    return f'<embed embedtype="formula" latex="{escape(run.latex)}"/>'


WRITERS = {Text: _text, Formula: _formula, Break: lambda run: "<br/>"}
