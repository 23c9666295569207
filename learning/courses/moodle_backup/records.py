"""XML of a backup, read as a stream: no document type, no entities, nothing kept that was already seen."""

from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from learning.courses.moodle_backup.limits import MAX_XML_BYTES, MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_TEXT_BYTES
from learning.courses.moodle_backup.refusals import BackupRefused

NULL = "$@NULL@$"


def elements(archive, name, tags, at_start=False):
    """Yields each element whose tag is in `tags` as soon as it is complete, then lets go of it.

    Elements within such an element stay in it until it has been yielded. With `at_start` it is yielded as
    soon as it begins, when only
    its attributes are known. Raises `BackupRefused` for XML that is malformed,
    declares a document type, or is too large or too deep.
    """
    if archive.sizes[name] > MAX_XML_BYTES:
        raise _refusal(_("{name} in the backup is too large."), name)
    with archive.open(name) as stream, _refusing(name):
        yield from _found(_Watched(stream, name), name, frozenset(tags), at_start)


def _found(watched, name, tags, at_start):
    # Inside a wanted element everything is kept until it has been read.
    parents, inside, number = [], 0, 0
    for event, element in iterparse(watched, events=("start", "end"), forbid_dtd=True):
        watched.restart()
        wanted = element.tag in tags
        if event == "start":
            parents.append(element)
            inside, number = inside + wanted, number + 1
            if len(parents) > MAX_XML_DEPTH or number > MAX_XML_ELEMENTS:
                raise _refusal(_("{name} in the backup holds more than any backup does."), name)
        else:
            parents.pop()
            inside -= wanted
        if wanted and at_start == (event == "start"):
            yield element
        if event == "end" and not inside and parents:
            # Also the empty shells of what was seen must go, or millions of them fill the memory.
            del parents[-1][:]


def count_elements(archive, name, tags):
    """How often each tag of `tags` with an id occurs: a dict from tag to a whole number."""
    counts = dict.fromkeys(tags, 0)
    for element in elements(archive, name, tags):
        if element.get("id"):
            counts[element.tag] += 1
    return counts


def first(archive, name, tag):
    """The first complete element of that tag, or None."""
    return next(elements(archive, name, (tag,)), None)


def text_of(element, path):
    """The text below `path` ("" where it is absent or Moodle's null)."""
    text = element.findtext(path) or ""
    return "" if text == NULL else text


def number_of(element, path, default=0):
    """The whole number below `path`, or `default`."""
    return as_number(text_of(element, path), default)


def as_number(text, default=0):
    """The text as a whole number that fits a database, or `default`."""
    plain = text.strip()
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return default
    return int(plain)


class _Watched:
    """Counts what is read without any element beginning or ending: that much text the parser holds at
    once.
    """

    def __init__(self, stream, name):
        self._stream = stream
        self._name = name
        self._since = 0

    def restart(self):
        self._since = 0

    def read(self, size):
        data = self._stream.read(size)
        self._since += len(data)
        if self._since > MAX_XML_TEXT_BYTES:
            raise _refusal(_("{name} in the backup is too large."), self._name)
        return data


@contextmanager
def _refusing(name):
    try:
        yield
    except DefusedXmlException as error:
        raise _refusal(
            _("{name} in the backup declares a document type or entities, which Moodle never does."), name
        ) from error
    except (ParseError, LookupError, ValueError, RecursionError) as error:
        raise _refusal(_("{name} in the backup is not well-formed XML."), name) from error


def _refusal(sentence, name):
    return BackupRefused(format_lazy(sentence, name=name))
