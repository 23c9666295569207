"""Runs as they come from the page, made into paragraphs: formulas found, white space tidied, blocks set
apart.
"""

import re

from learning.courses.moodle_backup.html.nodes import Break, Formula, Paragraph, Piece, Text

# As MathJax reads it: within a formula a backslash takes the next character with it, so "\\\\)" ends
# nothing; and no formula
# begins within another of its kind.
FORMULA = re.compile(r"\\\(((?:[^\\]|\\[^()])+?)\\\)|\\\[((?:[^\\]|\\[^\[\]])+?)\\\]|\$\$((?:[^$]|\$(?!\$))+)\$\$")
STRAY_DELIMITER = re.compile(r"(?<!\\)\\[()\[\]]")
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
# A letter that no text holds stands for a line break while formulas are looked for.
LINE_MARK = "\ue000"


def paragraphs(runs):
    """The nodes that a line of runs makes: `Paragraph`s, parted by double breaks, with the blocks among
    them.
    """
    nodes, line = [], []
    for run in [*_parted(_with_formulas(runs)), None]:
        if isinstance(run, Text | Break | Formula):
            line.append(run)
            continue
        if tidy := _tidied(line):
            nodes.append(Paragraph(tuple(tidy)))
        line = []
        if run is not None and run.node is not None:
            nodes.append(run.node)
    return nodes


def has_stray_delimiter(runs):
    """Whether a formula was begun or ended without its other half."""
    return any(isinstance(run, Text) and STRAY_DELIMITER.search(run.text) for run in runs)


def _parted(runs):
    previous = None
    for run in runs:
        if isinstance(run, Text) and not run.text.strip() and isinstance(previous, Break):
            continue
        if isinstance(run, Break) and isinstance(previous, Break):
            yield Piece(None)
        else:
            yield run
        previous = run


def _with_formulas(runs):
    found, stretch = [], []
    for run in runs:
        if isinstance(run, Text | Break):
            stretch.append(run)
            continue
        found += [*_split_stretch(stretch), run]
        stretch = []
    return found + _split_stretch(stretch)


def _split_stretch(stretch):
    # Editors split formulas over tags and lines, so they are looked for in the whole line.
    texts = [LINE_MARK if isinstance(run, Break) else run.text for run in stretch]
    whole = "".join(texts)
    if "\\" not in whole and "$$" not in whole:
        return stretch
    matches = list(FORMULA.finditer(whole))
    return _carved(stretch, texts, matches) if matches else stretch


def _carved(stretch, texts, matches):
    """Cuts the matches out of runs, also where a formula lies across several of them."""
    found, position, waiting = [], 0, list(reversed(matches))
    for run, text in zip(stretch, texts, strict=True):
        at, end = position, position + len(text)
        while waiting and waiting[-1].start() < end:
            match = waiting[-1]
            found += _remainder(run, text[at - position : max(0, match.start() - position)])
            if match.start() >= position:
                found += _formula(match, run.style)
            at = min(end, match.end())
            if match.end() > end:
                break
            waiting.pop()
        found += _remainder(run, text[at - position :])
        position = end
    return found


def _remainder(run, text):
    if not text:
        return []
    return [run] if isinstance(run, Break) else [Text(text, run.style)]


def _formula(match, style):
    latex = SPACE.sub(" ", next(group for group in match.groups() if group).replace(LINE_MARK, " ")).strip()
    return [Formula(latex, style)] if latex else [Text(" ", style)]


def _tidied(line):
    tidy, open_space = [], True
    for run in line:
        if isinstance(run, Text):
            text = SPACE.sub(" ", run.text)
            text = text.lstrip(" ") if open_space else text
            if not text:
                continue
            open_space = text.endswith(" ")
            _append(tidy, Text(text, run.style))
        else:
            open_space = isinstance(run, Break)
            tidy.append(run)
    return _trimmed(tidy)


def _append(tidy, run):
    if tidy and isinstance(tidy[-1], Text) and tidy[-1].style == run.style:
        run = Text(tidy.pop().text + run.text, run.style)
    tidy.append(run)


def _trimmed(tidy):
    while tidy and isinstance(tidy[0], Break):
        tidy.pop(0)
    while tidy and (isinstance(tidy[-1], Break) or (isinstance(tidy[-1], Text) and not tidy[-1].text.strip())):
        tidy.pop()
    if tidy and isinstance(tidy[-1], Text):
        last = tidy.pop()
        tidy.append(Text(last.text.rstrip(), last.style))
    return tidy
