"""Rich text of a backup as Wagtail stores it: links by our numbers, formulas only where they can be read."""

import re
from html import escape, unescape

from home.pages.formulas import FormulaError, to_mathml
from learning.courses.moodle_backup import Report
from learning.courses.moodle_import.files import FileStore
from learning.courses.moodle_import.report import Outcome

LINK = re.compile(r'<a linktype="(?:page" key|document" file)="([^"]*)">(.*?)</a>', re.DOTALL)
EMBED = re.compile(r'<embed embedtype="formula" latex="([^"]*)"\s*/>')
LONGEST_SHOWN = 200


class References:
    """What the references of a backup mean here: `pages` maps its keys to ids of pages."""

    def __init__(self, pages: dict[str, int], files: FileStore, report: Report):
        self.pages = pages
        self.files = files
        self.report = report

    def page(self, key: str, where: str) -> int | None:
        found = self.pages.get(key)
        if found is None:
            self.report.add(Outcome.TARGETLESS, where=where, text=key)
        return found

    def mathml(self, latex: str, where: str, *, block: bool = False) -> str:
        """The formula as MathML, or "" where it cannot be read."""
        try:
            return to_mathml(latex, block=block)
        except FormulaError:
            self.report.add(Outcome.FORMULA, where=where, text=latex[:LONGEST_SHOWN])
            return ""


def stored(html: str, references: References, where: str) -> str:
    """Returns `html` with its links and formulas as Wagtail stores them. `where` is the title for the report."""

    def formula(match: re.Match) -> str:
        latex = unescape(match[1])
        # What cannot be read would stop the next publication; as text it can be mended.
        return match[0] if references.mathml(latex, where) else escape(latex, quote=False)

    def link(match: re.Match) -> str:
        target, text = unescape(match[1]), match[2]
        if match[0].startswith('<a linktype="page"'):
            kind, found = "page", references.page(target, where)
        else:
            kind, found = "document", references.files.document(target)
            if found is None:
                references.files.refuse(target)
        return text if found is None else f'<a linktype="{kind}" id="{found}">{text}</a>'

    return LINK.sub(link, EMBED.sub(formula, html)) if "<" in html else html


def paragraph(*texts: str) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts if text.strip())
