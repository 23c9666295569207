"""The admin's form for copying a page, with an address that is free."""

from django.utils.text import slugify
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page


class FreeSlugCopyForm(CopyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].initial = free_slug(self.page)


def free_slug(page: Page) -> str:
    """Returns the page's slug with the first number that no sibling has."""
    taken = set(page.get_siblings().values_list("slug", flat=True))
    stem, number = slugify(page.slug), 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
