"""Reading a page from top to bottom: elements become nodes, and no text is passed over."""

import re

from lxml import html as lxml_html
from lxml.html import defs

from learning.courses.moodle_backup.addresses import Place
from learning.courses.moodle_backup.html import formulas, interactive, media, tables
from learning.courses.moodle_backup.html.lines import has_stray_delimiter, paragraphs
from learning.courses.moodle_backup.html.nodes import (
    PLAIN,
    Break,
    Formula,
    Heading,
    Link,
    Listing,
    Paragraph,
    Piece,
    Quote,
    Rule,
    Text,
    is_plain,
    plain_text,
)
from learning.courses.moodle_backup.limits import MAX_HTML_CHARACTERS, MAX_HTML_DEPTH
from learning.courses.moodle_backup.report import Kind

UNSEEN_TAGS = {"script", "style", "template", "head", "title", "noscript", "noframes"}
FLOW_TAGS = {
    "address",
    "article",
    "aside",
    "body",
    "center",
    "dd",
    "div",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "header",
    "legend",
    "li",
    "main",
    "nav",
    "p",
    "section",
    "summary",
    "caption",
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
}
MEDIA = {
    "img": media.picture,
    "video": media.recording,
    "audio": media.recording,
    "iframe": media.frame,
    "frame": media.frame,
    "object": media.frame,
    "embed": media.frame,
}
STYLES = {
    "b": {"bold": True},
    "strong": {"bold": True},
    "u": {"bold": True},
    "ins": {"bold": True},
    "mark": {"bold": True},
    "i": {"italic": True},
    "em": {"italic": True},
    "cite": {"italic": True},
    "var": {"italic": True},
    "dfn": {"italic": True},
    "sup": {"script": "sup"},
    "sub": {"script": "sub"},
}
NUMBERINGS = {"1", "a", "A", "i", "I"}
# Within a formula a letter after "<" makes no tag, unless it is really one.
RAW_FORMULA = re.compile(r"\\\((?:[^\\]|\\[^()]){1,2000}?\\\)")
KNOWN_TAGS = "|".join(sorted(defs.tags | formulas.MATHML_TAGS))
ANY_TAG = re.compile(r"<[^<>]*>|<")
FALSE_TAG = re.compile(rf"<(?!/?(?:{KNOWN_TAGS})(?:\s[^<>]*|/)?>|!--)", re.IGNORECASE)


class Sink:
    """Collects runs until something ends the line; then their paragraphs join the nodes."""

    def __init__(self, reader):
        self.nodes = []
        self._reader = reader
        self._runs = []

    def text(self, text, style):
        if text:
            self._runs.append(Text(text, style))

    def run(self, run):
        self._runs.append(run)

    def add(self, nodes):
        self.flush()
        self.nodes += nodes

    def flush(self):
        if not self._runs:
            return
        made = paragraphs(self._runs)
        self._runs = []
        for node in made:
            if isinstance(node, Paragraph) and has_stray_delimiter(node.runs):
                self._reader.around.note(Kind.NOT_UNDERSTOOD, plain_text([node])[:200])
        self.nodes += made


class Reader:
    """Reads the HTML of one text; `around` are its `Surroundings`, `buttons` the words on the page's
    buttons by event.
    """

    def __init__(self, around):
        self.around = around
        self.buttons = {}
        self._depth = 0

    def read(self, markup):
        """The nodes of a whole page."""
        body = _parsed(markup, self.around)
        if body is None:
            return []
        self.buttons = interactive.buttons_of(body)
        return self.nodes(body)

    def nodes_of(self, markup):
        """The nodes of a piece of HTML that stood elsewhere, such as in an attribute."""
        body = _parsed(markup, self.around)
        return [] if body is None else self.nodes(body)

    def nodes(self, element, style=PLAIN):
        """The nodes within an element."""
        return self.nodes_but(element, style)

    def nodes_but(self, element, style, *passed_over):
        """The nodes within an element, without those of the given parts of it."""
        sink = Sink(self)
        self.children(element, style, sink, [part for part in passed_over if part is not None])
        sink.flush()
        return sink.nodes

    def children(self, element, style, sink, passed_over=()):
        """Reads text and elements within an element into the sink."""
        # Comments and instructions are no elements, but the text after them is text of the page.
        sink.text(element.text, style)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in UNSEEN_TAGS and child not in passed_over:
                self.element(child, style, sink, passed_over)
            sink.text(child.tail, style)

    def element(self, element, style, sink, passed_over=()):
        """Reads one element into the sink; below `MAX_HTML_DEPTH` only its text, so that no page can
        exhaust the stack.
        """
        self._depth += 1
        if self._depth > MAX_HTML_DEPTH:
            self.around.note(Kind.NOT_UNDERSTOOD, f"<{element.tag}>")
            sink.text("".join(element.itertext("*")), style)
        else:
            self._dispatch(element, style, sink, passed_over)
        self._depth -= 1

    def _dispatch(self, element, style, sink, passed_over):
        tag = element.tag.lower()
        special = interactive.by_class(self, element, style)
        if special is not None:
            sink.add(special)
        elif tag in MEDIA:
            self._medium(tag, element, style, sink)
        elif tag in BLOCKS:
            sink.add(BLOCKS[tag](self, element, style))
        elif tag in FLOW_TAGS:
            sink.flush()
            self.children(element, style, sink, passed_over)
            sink.flush()
        else:
            self._inline(tag, element, style, sink, passed_over)

    def _medium(self, tag, element, style, sink):
        node = MEDIA[tag](self, element)
        if node is not None:
            sink.run(Piece(node, style))
        if tag in ("embed", "img"):
            # They hold nothing, but the parser puts into an unclosed one what follows it.
            self.children(element, style, sink)

    def _inline(self, tag, element, style, sink, passed_over):
        if tag == "br":
            sink.run(Break(style))
        elif latex := _mathml(tag, element):
            sink.run(Formula(latex, style))
        elif tag == "math":
            sink.text("".join(element.itertext("*")), style)
        elif tag == "q":
            sink.text("“", style)
            self.children(element, style, sink, passed_over)
            sink.text("”", style)
        else:
            self.children(element, self._styled(tag, element, style), sink, passed_over)

    def _styled(self, tag, element, style):
        if tag == "a" and element.get("href"):
            return style.having(link=self._link(element.get("href")))
        return style.having(**STYLES[tag]) if tag in STYLES else style

    def _link(self, url):
        address = self.around.resolve(url)
        if address.place is Place.NOWHERE:
            self.around.note_missing(url)
            return None
        return Link({Place.FILE: "document", Place.ITEM: "page"}.get(address.place, "external"), address.value)


def _parsed(markup, around):
    if len(markup) > MAX_HTML_CHARACTERS:
        around.note(Kind.NOT_UNDERSTOOD, f"{len(markup)} characters of HTML")
        markup = markup[:MAX_HTML_CHARACTERS]
    if not markup.strip():
        return None
    mended = RAW_FORMULA.sub(lambda found: FALSE_TAG.sub("&lt;", found[0]), markup) if "\\(" in markup else markup
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    whole = f"<html><body><div>{mended}</div></body></html>".encode("utf-8", "replace").replace(b"\0", b"")
    root = lxml_html.document_fromstring(whole, parser=parser)
    if any("depth" in error.message for error in parser.error_log):
        # The parser drops what lies deeper than it goes: the words are worth more than their places.
        around.note(Kind.NOT_UNDERSTOOD, "HTML nested too deeply")
        return _parsed(ANY_TAG.sub(" ", markup), around)
    return root.find("body")


def _mathml(tag, element):
    if tag == "math":
        return formulas.latex_of(element)
    markup = element.get("data-mathml")
    # What MathJax drew is passed over for its source, but some editors wrote LaTeX into what it had drawn.
    return formulas.latex_of_markup(markup) if markup and "\\(" not in "".join(element.itertext("*")) else ""


def _heading(reader, element, style):
    level = int(element.tag[1])
    return [Heading(level, node.runs) if isinstance(node, Paragraph) else node for node in reader.nodes(element, PLAIN)]


def _rule(reader, element, style):
    return [Rule(), *reader.nodes(element, style)]


def _listing(reader, element, style):
    kind = element.get("type") or "1"
    markers = (kind if kind in NUMBERINGS else "1") if element.tag == "ol" else ""
    items = _items(reader, element, style)
    # Editors indented by a list around a list; its mark would stand alone on a line.
    if len(items) == 1 and items[0] and all(isinstance(node, Listing) for node in items[0]):
        return list(items[0])
    return [Listing(markers, _start(element), tuple(items))]


def _start(element):
    try:
        return max(-9999, min(9999, int(element.get("start") or element.get("data-start") or 1)))
    except ValueError:
        return 1


def _items(reader, element, style):
    """What lies loose in a list goes on with the item before it: a bold piece of a word must not part it in two."""
    sinks = [sink := Sink(reader)]
    sink.text(element.text, style)
    for child in element:
        if child.tag == "li":
            sink.flush()
            sinks.append(sink := Sink(reader))
            reader.children(child, style, sink)
            sink.flush()
        elif isinstance(child.tag, str) and child.tag not in UNSEEN_TAGS:
            reader.element(child, style, sink)
        sink.text(child.tail, style)
    sink.flush()
    return [tuple(sink.nodes) for sink in sinks if sink.nodes]


def _terms(reader, element, style):
    sink = Sink(reader)
    sink.text(element.text, style)
    for child in element:
        if child.tag in ("dt", "dd"):
            sink.add(reader.nodes(child, style.having(bold=True) if child.tag == "dt" else style))
        elif isinstance(child.tag, str) and child.tag not in UNSEEN_TAGS:
            reader.element(child, style, sink)
        sink.text(child.tail, style)
    sink.flush()
    return sink.nodes


def _quotation(reader, element, style):
    # A quotation block is plain text; many editors used quotations only to indent.
    source = next(element.iter("cite", "footer"), None)
    address = reader.around.resolve(element.get("cite") or "")
    nodes = reader.nodes_but(element, style, source)
    named = [] if source is None else reader.nodes(source)
    if not nodes or not is_plain((*nodes, *named)):
        return [*nodes, *named]
    return [Quote(tuple(nodes), plain_text(named), address.value if address.place is Place.OUTSIDE else "")]


def _preformatted(reader, element, style):
    if any(child.tag not in ("span", "code") for child in element.iterdescendants()):
        return reader.nodes(element, style)
    sink = Sink(reader)
    for number, line in enumerate("".join(element.itertext()).strip("\n").split("\n")):
        if number:
            sink.run(Break(style))
        sink.text(line, style)
    sink.flush()
    return sink.nodes


def _figure(reader, element, style):
    label = next(element.iter("figcaption"), None)
    words = [] if label is None else reader.nodes(label)
    nodes = reader.nodes_but(element, style, label)
    joined = media.captioned(nodes, plain_text(words)) if nodes and is_plain(words) else None
    if joined is not None:
        return joined
    return [*words, *nodes] if label is not None and label is element[0] else [*nodes, *words]


BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "hr": _rule,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _listing),
    "dl": _terms,
    "blockquote": _quotation,
    **dict.fromkeys(("pre", "textarea", "xmp", "listing"), _preformatted),
    "figure": _figure,
    "details": interactive.details,
    "table": tables.table,
}
