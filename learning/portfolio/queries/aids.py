"""What stands beside the editor: excerpts that the editors chose, and what she wrote before in the same course."""

import functools
from dataclasses import dataclass, field

from django.urls import reverse
from wagtail.rich_text import expand_db_html

from home.accounts.models import User
from home.richtext.plain import plain_text
from learning.portfolio.enums import EntryState
from learning.portfolio.queries.parts import fetch, rows_of

EARLIER = 3
BEGINNING = 160
# The texts are cut by the database: only how they begin is shown.
AIDS_SQL = """
select r.examples,
  (select cast({list}({row}(t.page, t.title, t.slug, t.number, t.text)) as text) from (
     select n.prompt_id as page, p.title as title, o.slug as slug, v.number as number, substr(v.text, 1, 400) as text
       from {entries} n
         join {enrolments} e on e.id = n.enrolment_id and e.student_id = %(person)s and e.is_current
         join {outlines} o on o.course_id = e.course_id and o.slug = %(slug)s
         join {pages} p on p.id = n.prompt_id
         join {versions} v on v.entry_id = n.id and v.recalled_at is null
           and not exists (select 1 from {versions} w where w.entry_id = n.id and w.number > v.number
                             and w.recalled_at is null)
       where n.state = %(accepted)s and n.prompt_id <> %(item)s
       order by n.accepted_at desc limit %(limit)s) t)
from {prompts} r where r.page_ptr_id = %(item)s
"""


@dataclass(frozen=True)
class EarlierEntry:
    title: str
    url: str
    beginning: str


@dataclass(frozen=True)
class WritingAids:
    examples_html: str = ""
    earlier: list[EarlierEntry] = field(default_factory=list)


def writing_aids(person: User, course_slug: str, item_id: int) -> WritingAids:
    """Model excerpts of the prompt, and her newest accepted entries of this course. One query."""
    values = {"person": person.pk, "slug": course_slug, "item": item_id, "limit": EARLIER}
    rows = fetch(AIDS_SQL, **values, accepted=EntryState.ACCEPTED.value)
    if not rows:
        return WritingAids()
    examples, earlier = rows[0]
    return WritingAids(_expanded(examples), [_earlier_entry(*row) for row in rows_of(earlier)])


def _earlier_entry(page: int, title: str, slug: str, number: int, text: str) -> EarlierEntry:
    words = plain_text(text.rpartition("<")[0] if text.rfind("<") > text.rfind(">") else text)
    beginning = words if len(words) <= BEGINNING else f"{words[:BEGINNING].rpartition(' ')[0]} …"
    return EarlierEntry(title, reverse("learning:entry_version", args=[slug, page, number]), beginning)


@functools.lru_cache(maxsize=256)
def _expanded(html: str) -> str:
    return expand_db_html(html) if html else ""
