"""The panels of the admin's first page: what to write next, what waits, what readers stumble over."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from learning.desk.queries.authoring import (
    flaw_rows,
    flaw_totals,
    flawed_pages,
    my_drafts,
    page_rows,
    sent_by,
    waiting_for,
)
from learning.desk.queries.editor import moderated_by
from learning.desk.queries.places_to_write import KINDS, addable_kinds

SHOWN = 5
BUTTONS = {
    "leitura": (_("New reading"), "doc-full"),
    "reflexao": (_("New reflection"), "edit"),
    "conversa": (_("New discussion"), "comment"),
    "aula": (_("New lesson"), "list-ul"),
    "modulo": (_("New module"), "folder-open-1"),
    "curso": (_("New course"), "folder"),
    "pagina": (_("New text page"), "doc-empty"),
}


@dataclass(frozen=True)
class PageList:
    """A list of the first page, and of a page of its own. `empty` is said when nothing is in it; "" leaves it out."""

    title: str
    icon: str
    hint: str
    empty: str
    pages: QuerySet
    has_flaws: bool = False

    def rows(self, first: int = 0, last: int = SHOWN) -> list:
        read = flaw_rows if self.has_flaws else page_rows
        return read(self.pages[first:last])


DRAFTS = {
    "title": _("My drafts"),
    "icon": "draft",
    "hint": _("What you wrote last and readers do not see yet."),
    "empty": _("Nothing of yours is unfinished."),
}
WAITING = {
    "title": _("Waiting for your decision"),
    "icon": "tasks",
    "hint": _("Open a page, read it, then approve it or ask for changes at the foot of the screen."),
    "empty": _("Nothing waits for moderation."),
}
SENT = {
    "title": _("Sent to moderation"),
    "icon": "resubmit",
    "hint": _("What you sent and nobody has decided yet, or came back to you with a comment."),
    "empty": "",
}
FLAWS = {
    "title": _("What readers would stumble over"),
    "icon": "warning",
    "hint": _("Counted on what is public, each time that a page is published."),
    "empty": _("Nothing found on the public pages that you may edit."),
}


def lists_of(person) -> dict[str, PageList]:
    """By the word that stands in the address of each list's own page."""
    lists = {"rascunhos": PageList(pages=my_drafts(person), **DRAFTS)}
    if moderated_by(person).exists():
        lists["moderacao"] = PageList(pages=waiting_for(person), **WAITING)
    lists["enviadas"] = PageList(pages=sent_by(person), **SENT)
    lists["tropecos"] = PageList(pages=flawed_pages(person), has_flaws=True, **FLAWS)
    return lists


class AddPanel(Component):
    """One button for each type of page that she may add somewhere."""

    name = "add"
    order = 10
    template_name = "learning/desk/admin/add_panel.html"

    def __init__(self, person):
        self.person = person

    def get_context_data(self, parent_context):
        kinds = addable_kinds(self.person)
        buttons = [
            {"label": BUTTONS[kind][0], "icon": BUTTONS[kind][1], "url": reverse("desk_admin:page_new", args=[kind])}
            for kind in KINDS
            if kind in kinds
        ]
        return {"buttons": buttons, "may_copy": "curso" in kinds}


class ListPanel(Component):
    """The head of a list, with the number of all and a link to the rest."""

    template_name = "learning/desk/admin/list_panel.html"

    def __init__(self, key: str, page_list: PageList, order: int):
        self.name, self.list, self.order = key, page_list, order

    def get_context_data(self, parent_context):
        totals = flaw_totals(self.list.pages) if self.list.has_flaws else {"pages": self.list.pages.count()}
        return {
            "key": self.name,
            "list": self.list,
            "heading": format_lazy("{} ({})", self.list.title, totals["pages"]) if totals["pages"] else self.list.title,
            "totals": totals,
            "rows": self.list.rows() if totals["pages"] else [],
            "has_more": totals["pages"] > SHOWN,
        }


def dashboard_panels(person) -> list[Component]:
    lists = lists_of(person).items()
    return [AddPanel(person), *(ListPanel(key, found, 20 + number) for number, (key, found) in enumerate(lists))]
