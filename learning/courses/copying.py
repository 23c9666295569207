"""The admin's form for copying a page, with an address that is free."""

from django.utils.text import slugify
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

# Of Wagtail's 255, with room for a number.
LONGEST = 240


class FreeSlugCopyForm(CopyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].initial = free_slug(self.page)


def free_slug(page: Page) -> str:
    """Returns the page's slug with the first number that no sibling has."""
    return _numbered(slugify(page.slug), _slugs(page.get_siblings()))


def slug_below(parent: Page, title: str) -> str:
    """Returns an address from the title that is free below `parent`, with a number only where it must."""
    stem, taken = slugify(title)[:LONGEST] or "curso", _slugs(parent.get_children())
    return stem if stem not in taken else _numbered(stem, taken)


def _slugs(pages) -> set[str]:
    return set(pages.values_list("slug", flat=True))


def _numbered(stem: str, taken: set[str]) -> str:
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
