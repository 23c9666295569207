"""The one sanitiser for text that people write: nh3 reads, bleach judges, nh3 has the last word."""

import re
import unicodedata
from html import escape, unescape

import bleach
import nh3

TAGS = {"p", "br", "h2", "h3", "strong", "em", "del", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code"}
SCHEMES = {"http", "https", "mailto", "tel"}
LINK_REL = "nofollow noopener noreferrer"

# What other editors call the things that ours makes.
OTHER_NAMES = {"div": "p", "b": "strong", "i": "em", "strike": "s", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
SILENT_TAGS = {"script", "style", "template", "title", "svg", "math", "iframe", "object", "noscript"}

# Parsers take quadratic time in nesting, bleach also in tags and entities. No person writes that much of them:
# beyond these the words are kept and the formatting is not.
MAX_TAGS = 5000
MAX_ENTITIES = 20000
MAX_DEPTH = 60

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
C0_AND_SPACE = "".join(map(chr, range(0x21)))
ADDRESS = re.compile(r"(?:https?://[^/\\?#]|mailto:|tel:)", re.IGNORECASE)
UNQUOTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\"'<>`\\^{|}\u2028\u2029]")
TAG = re.compile(r"<[^<>]*>")
RENAMED = re.compile(rf"(</?)({'|'.join(OTHER_NAMES)})(?=>)")
LINK_WITHOUT_ADDRESS = re.compile(r"<a>(.*?)</a>", re.DOTALL)
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
BLANK_LINE = re.compile(r"(?:<br>\s{0,9}+){2,}+")
LAST_BREAKS = re.compile(r"(?:<br>\s{0,9}+)++(?=</(?:p|li|blockquote|h2|h3)>)")
# The editor ends a run of words at a bold or linked one with a blank that keeps the two on one line for ever.
GLUE = re.compile(r"&nbsp;(?=<(?:strong|em|del|s|a|code)\b)")
INLINE_TAG = re.compile(r"<(/?)(strong|em|del|s|a|code)\b")
# A stroke laid over a tag's bracket would make another character of it in NFC.
STROKE_ON_TAG = re.compile("(?<=>)\u0338+")


def clean_html(html: str) -> str:
    """Returns `html` with nothing but what our editor makes: safe to store and to show as it is.

    Idempotent, in NFC, under a second for a megabyte. Text outside paragraphs stays as it is. Of markup too heavy to
    be a person's, only the words are kept.
    """
    html = UNSTORABLE.sub("", html)
    if not _is_heavy(html):
        html = RENAMED.sub(lambda tag: tag[1] + OTHER_NAMES[tag[2]], STROKE_ON_TAG.sub("", _read(html)))
    if _is_heavy(html) or _depth(html) > MAX_DEPTH:
        return _last_word(_normalise(_tidy(f"<p>{_words_only(html)}</p>")))
    cleaned = _last_word(_normalise(_tidy(_judge(html))))
    # Where elements were closed anew, a break may be the last thing in one of them.
    tidied = LAST_BREAKS.sub("", cleaned)
    return cleaned if tidied == cleaned else _last_word(tidied)


def safe_address(address: str) -> str | None:
    """Returns a link's address as a browser would read it (WHATWG), or None where we do not link there."""
    address = re.sub(r"[\t\n\r]", "", address).strip(C0_AND_SPACE)
    if not ADDRESS.match(address):
        return None
    return UNQUOTABLE.sub(_percent_encode, unicodedata.normalize("NFC", address))


def _percent_encode(character: re.Match) -> str:
    return "".join(f"%{byte:02X}" for byte in character[0].encode())


def _is_heavy(html: str) -> bool:
    return html.count("<") > MAX_TAGS or html.count("&") > MAX_ENTITIES


def _depth(html: str) -> int:
    """How deep the elements of a serialised, balanced fragment lie in each other."""
    depth = deepest = 0
    for tag in TAG.findall(html):
        if tag.startswith("</"):
            depth -= 1
        elif tag != "<br>":
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _read(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS | set(OTHER_NAMES),
        clean_content_tags=SILENT_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, name, value: safe_address(value),
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _judge(html: str) -> str:
    return bleach.clean(
        html,
        tags=TAGS,
        attributes={"a": lambda tag, name, value: name == "href" and safe_address(value) is not None},
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )


def _tidy(html: str) -> str:
    html = LAST_BREAKS.sub("", LINK_WITHOUT_ADDRESS.sub(r"\1", html))
    html = PARAGRAPH.sub(lambda paragraph: _part(paragraph[1]), html)
    # Where an empty paragraph went, a break may be the last thing now, and a blank stand at a bold word.
    return GLUE.sub(" ", LAST_BREAKS.sub("", html))


def _part(content: str) -> str:
    """A blank line, which is how the editor writes the end of a paragraph, ends it here too."""
    parts = BLANK_LINE.split(content)
    if not all(_is_balanced(part) for part in parts):
        parts = [content]
    return "".join(f"<p>{part}</p>" for part in parts if part.strip())


def _is_balanced(html: str) -> bool:
    return sum(-1 if tag[0] else 1 for tag in INLINE_TAG.findall(html)) == 0


def _normalise(html: str) -> str:
    return "".join(unicodedata.normalize("NFC", piece) for piece in re.split(r"(<[^<>]*>)", html))


def _words_only(html: str) -> str:
    words = " ".join(unescape(TAG.sub(" ", html)).split())
    if words.count("&") > MAX_ENTITIES:
        # nh3 itself takes quadratic time here; the wide sign reads the same and needs no entity.
        words = words.replace("&", "＆")
    return escape(words.lstrip("\u0338"), quote=False)


def _last_word(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=LINK_REL,
    )
