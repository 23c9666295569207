"""MathML in a page, written as LaTeX; the store of formulas knows only LaTeX."""

from lxml import etree

from learning.courses.moodle_backup.html.lines import SPACE

# What has no TeX sign of its own is left as the letter that it is.
SIGNS = {
    "−": "-",
    "×": r"\times ",
    "·": r"\cdot ",
    "÷": r"\div ",
    "±": r"\pm ",
    "≤": r"\le ",
    "≥": r"\ge ",
    "≠": r"\ne ",
    "≈": r"\approx ",
    "∞": r"\infty ",
    "π": r"\pi ",
    "→": r"\to ",
    "∑": r"\sum ",
    "∫": r"\int ",
    "√": r"\surd ",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "#": r"\#",
    "&": r"\&",
    "$": r"\$",
    "_": r"\_",
    "^": r"\wedge ",
}
TEX_ENCODINGS = ("application/x-tex", "TeX", "LaTeX")
MAX_DEPTH = 40
MATHML_NAMES = (
    "annotation annotation-xml math menclose mfenced mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace "
    "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics"
)
MATHML_TAGS = frozenset(MATHML_NAMES.split())


def latex_of(math):
    """The LaTeX of a `<math>` element: its own annotation where it has one, else written from its parts;
    "" for an empty one.
    """
    for note in math.iter("annotation"):
        if note.get("encoding") in TEX_ENCODINGS:
            return SPACE.sub(" ", note.text or "").strip()
    return SPACE.sub(" ", _tex(math, 0)).strip()


def latex_of_markup(markup):
    """The LaTeX of MathML that an attribute holds as text; "" where it is not MathML."""
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring(f"<body>{markup}</body>".encode("utf-8", "replace"), parser)
    math = None if root is None else next(root.iter("math"), None)
    return "" if math is None else latex_of(math)


def _tex(element, depth):
    if not isinstance(element.tag, str) or depth > MAX_DEPTH:
        return ""
    tag = element.tag.lower()
    if tag in ("annotation", "annotation-xml"):
        return ""
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        return _token(tag, "".join(element.itertext()).strip())
    if tag == "mspace":
        return r"\;"
    return _built(tag, element, [_tex(child, depth + 1) for child in element if isinstance(child.tag, str)])


def _token(tag, text):
    if tag in ("mtext", "ms"):
        return rf"\text{{{text}}}" if text else r"\;"
    if tag == "mi" and len(text) > 1 and text.isascii() and text.isalpha():
        return rf"\mathrm{{{text}}}"
    return "".join(SIGNS.get(sign, sign) for sign in text)


def _built(tag, element, parts):
    pattern = PATTERNS.get((tag, len(parts)))
    if pattern:
        return pattern.format(*parts)
    builder = BUILDERS.get(tag)
    return builder(element, parts) if builder else (element.text or "").strip() + "".join(parts)


PATTERNS = {
    ("mfrac", 2): r"\frac{{{0}}}{{{1}}}",
    ("msup", 2): "{{{0}}}^{{{1}}}",
    ("msub", 2): "{{{0}}}_{{{1}}}",
    ("msubsup", 3): "{{{0}}}_{{{1}}}^{{{2}}}",
    ("mroot", 2): r"\sqrt[{1}]{{{0}}}",
    ("mover", 2): r"\overset{{{1}}}{{{0}}}",
    ("munder", 2): r"\underset{{{1}}}{{{0}}}",
    ("munderover", 3): "{{{0}}}_{{{1}}}^{{{2}}}",
}


def _root(element, parts):
    return rf"\sqrt{{{''.join(parts)}}}"


def _fenced(element, parts):
    return rf"\left{element.get('open', '(')}{','.join(parts)}\right{element.get('close', ')')}"


def _enclosed(element, parts):
    command = r"\cancel" if "strike" in element.get("notation", "") else r"\boxed"
    return rf"{command}{{{''.join(parts)}}}"


def _grid(element, parts):
    columns = max((part.count("&") + 1 for part in parts), default=1)
    rows = r" \\ ".join(parts)
    return rf"\begin{{array}}{{{'l' * min(columns, 20)}}}{rows}\end{{array}}"


def _grid_row(element, parts):
    return " & ".join(parts)


BUILDERS = {"msqrt": _root, "mfenced": _fenced, "menclose": _enclosed, "mtable": _grid, "mtr": _grid_row}
