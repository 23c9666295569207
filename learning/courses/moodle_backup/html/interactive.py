"""Parts of a page that react to the reader: folding parts, and the exercises of the RAISE courses (classes
os-raise-ib-*).
"""

import json

from django.utils.translation import gettext as _

from learning.courses.moodle_backup.html.nodes import (
    Box,
    Heading,
    Listing,
    Paragraph,
    Solid,
    Text,
    is_plain,
    plain_text,
)
from learning.courses.moodle_backup.report import Kind

LONGEST_QUESTION = 300
TONES = {
    "alert-info": "info",
    "alert-success": "tip",
    "alert-primary": "info",
    "alert-secondary": "info",
    "alert-light": "info",
    "alert-warning": "warning",
    "alert-danger": "warning",
    "alert": "info",
    "os-raise-graybox": "info",
}
FOLD_HEADS = ("accordion-header", "card-header")
FOLD_BODIES = ("accordion-collapse", "collapse", "card-body")
FOLDS = ("accordion-item", "card")


def by_class(reader, element, style):
    """The nodes of an element that its class tells apart, or None for any other element."""
    for name in (element.get("class") or "").split():
        handler = HANDLERS.get(name)
        nodes = handler(reader, element, style) if handler else None
        if nodes is not None:
            return nodes
    return None


def buttons_of(root):
    """What is written on the button that fires each event of the page: {event: words}."""
    marked = root.iterfind(".//*[@data-fire-event]")
    return {each.get("data-fire-event"): (each.get("data-button-text") or "").strip() for each in marked}


def details(reader, element, style):
    """The nodes of a `<details>`."""
    head = element.find("summary")
    title = "" if head is None else plain_text(reader.nodes(head))
    body = reader.nodes_but(element, style, head)
    return [Box("collapsible", title or _("More"), tuple(body))]


def _fold(reader, element, style):
    head = next((child for child in element if _has_class(child, FOLD_HEADS)), None)
    body = next((child for child in element if _has_class(child, FOLD_BODIES)), None)
    if head is None or body is None:
        return None
    title, nodes = reader.nodes(head), reader.nodes_but(element, style, head)
    if not title or not all(isinstance(node, Paragraph | Heading) for node in title):
        return [*title, *nodes]
    return [Box("collapsible", plain_text(title), tuple(nodes))]


def _call_out(reader, element, style):
    tones = [TONES[name] for name in element.get("class").split() if name in TONES and name != "alert"]
    return [Box("call_out", "", tuple(reader.nodes(element, style)), (tones or ["info"])[0])]


def _awaited(reader, element, style):
    nodes = reader.nodes(element, style)
    # Without the button that reveals it, a part would stay hidden for ever: it stands open.
    button = reader.buttons.get(element.get("data-wait-for-event"))
    return [Box("collapsible", button, tuple(nodes))] if button and nodes else nodes


def _input(reader, element, style):
    prompt = next(iter(element.find_class("os-raise-ib-input-prompt")), None)
    answer = next(iter(element.find_class("os-raise-ib-input-ack")), None)
    nodes = reader.nodes_but(element, style, prompt, answer)
    nodes += _question([] if prompt is None else reader.nodes(prompt, style))
    revealed = [] if answer is None else reader.nodes(answer, style)
    if revealed:
        nodes.append(Box("collapsible", element.get("data-button-text") or _("Answer"), tuple(revealed)))
    return nodes


def _question(prompt):
    words = plain_text(prompt)
    # The reader's answer is kept by the block, so each exercise gets one.
    # A question is plain text: whatever needs more stands before it.
    if words and is_plain(prompt) and len(words) <= LONGEST_QUESTION:
        return [think(words)]
    return [*prompt, think(_("Your answer"))]


def think(question):
    """A question that the reader answers for themselves."""
    return Solid("think", {"question": question, "hint": ""})


RESPONSES = ("correct-response", "encourage-response", "attempts-exhausted-response")


def _problem(reader, element, style):
    responses = [each for name in RESPONSES for each in element.find_class(f"os-raise-ib-pset-{name}")]
    # The right option is named in an attribute that is not read: a page must not give it away.
    nodes = reader.nodes_but(element, style, *responses)
    options = _options(element.get("data-solution-options"))
    if options:
        nodes.append(Listing("", 1, tuple(tuple(reader.nodes_of(option)) for option in options)))
    elif element.get("data-problem-type") == "input":
        nodes.append(think(_("Your answer")))
    feedback = [node for each in responses for node in reader.nodes(each, style)]
    if feedback:
        nodes.append(Box("collapsible", _("Feedback"), tuple(feedback)))
    return nodes


def _options(text):
    try:
        options = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return [text]
    return [str(option) for option in options] if isinstance(options, list) else [text]


def _tool(reader, element, style):
    reader.around.note(Kind.TOOLS, element.get("class"))
    return reader.nodes(element, style)


def _has_class(element, names):
    return isinstance(element.tag, str) and any(name in names for name in (element.get("class") or "").split())


def with_title(box):
    """A call-out whose first line is wholly bold, with that line as its title and without the rule below
    it.
    """
    first = box.nodes[0] if box.nodes else None
    if box.title or not isinstance(first, Paragraph) or not is_plain((first,)) or len(box.nodes) < 2:
        return box
    if not all(isinstance(run, Text) and (run.style.bold or not run.text.strip()) for run in first.runs):
        return box
    return Box(box.kind, plain_text((first,)), box.nodes[1:], box.tone)


HANDLERS = {
    "os-raise-ib-content": _awaited,
    "os-raise-ib-input": _input,
    "os-raise-ib-pset-problem": _problem,
    "os-raise-ib-desmos-gc": _tool,
    **dict.fromkeys(TONES, _call_out),
    **dict.fromkeys(FOLDS, _fold),
}
