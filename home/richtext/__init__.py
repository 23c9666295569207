"""Text that people write: one sanitiser, one editor widget, and the way between formatted and plain text."""

from home.richtext.plain import count_words, from_plain_text, plain_text
from home.richtext.sanitiser import clean_html

__all__ = ["clean_html", "count_words", "from_plain_text", "plain_text"]
