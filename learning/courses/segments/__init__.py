"""An item's text as its readers' pages take it: a list of [kind, payload], stored as JSON in ReadItem.segments.

No interface words, no size chosen, nothing of a person: those are put between the segments on reading. Strings are
plain text to be escaped, save those named `html` and `transcript`, which are clean HTML to be marked safe.

| kind | payload |
|---|---|
| html | the HTML itself, a string: p h2 h3 h4 ul ol li a strong em b i sup sub hr br, and `<math>` |
| picture | {image, width, height, webp: [[width, address], …], jpeg: […], waiting, alt, caption, credit, licence} |
| gallery | {title, figures: [payload of picture, …]} |
| audio | {address, type, title, transcript, captions} |
| video | {provider: file/youtube/vimeo, id, address, player, type, title, poster, transcript, captions} |
| document | {address, title, description, extension, size (bytes)} |
| call_out | {kind: info/tip/warning/practice, title, html} |
| quotation | {text, source, address} |
| table | {caption, html}: html is the whole `<table>`, its cells with data-label |
| collapsible | {summary, segments: [[kind, payload], …]} |
| glossary | {term, definition, note} |
| think | {block (uuid, by which the private answer is kept), question, hint} |
| card | {item (page id or null), address, title, text, outside (bool)} |
| formula | {html: the `<math>` element, or "" when it cannot be read, latex, description} |
| prompt | of a ReflectionPage only: {prompt, guidance (html), criteria (html), min_words, max_words, allow_formative, scale, max_grade (float), due_after_days, no_patient_data_ack} |

A picture's `waiting` is true until the task has made its renditions: width and height are already right, webp and jpeg
still empty. A decorative picture has alt "". `player` is what goes into a frame after a click, `address` is where one
can watch without; `poster` is a payload of picture without its texts, or null; `captions` an address or "".
Modules, lessons and discussions have html segments only.
"""  # noqa: E501

from learning.courses.segments.findings import Findings, find_flaws
from learning.courses.segments.measuring import count_words, has_recording, plain_words
from learning.courses.segments.rendering import is_waiting, picture_file, render_body, render_rich_text
from learning.courses.segments.sources import Sources, Wanted, load_sources

__all__ = [
    "Findings",
    "Sources",
    "Wanted",
    "count_words",
    "find_flaws",
    "has_recording",
    "is_waiting",
    "load_sources",
    "picture_file",
    "plain_words",
    "render_body",
    "render_rich_text",
]
