"""The pages of one course by their place, kept in step with the database while pages are added and put in order."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from wagtail.coreutils import cautious_slugify
from wagtail.models import Page

LONGEST_SLUG = 80


class Tree:
    def __init__(self, pages: Iterable[Page]):
        self._children: dict[str, list[Page]] = defaultdict(list)
        for page in sorted(pages, key=lambda page: page.path):
            self._children[_parent_path(page)].append(page)

    def children(self, parent: Page) -> list[Page]:
        """What stands right below `parent`, in order."""
        return list(self._children[parent.path])

    def parent_path(self, page: Page) -> str:
        return _parent_path(page)

    def add(self, parent: Page, page: Page) -> None:
        """Gives an unsaved page its place as the last child of `parent`, and an address that is free there."""
        siblings = self._children[parent.path]
        page.depth, page.path = parent.depth + 1, self._next_path(parent)
        page.slug = free_slug(page.title, {sibling.slug for sibling in siblings})
        page.url_path = f"{parent.url_path}{page.slug}/"
        siblings.append(page)
        parent.numchild += 1

    def adopt(self, parent: Page, page: Page) -> None:
        """Moves `page`, with all below it, from elsewhere in the course to the end of `parent`'s children."""
        taken = {sibling.slug for sibling in self._children[parent.path]}
        slug = free_slug(page.title, taken) if page.slug in taken else page.slug
        old = page.url_path
        self._move(page, self._next_path(parent))
        new = f"{parent.url_path}{slug}/"
        address = Concat(Value(new), Substr("url_path", len(old) + 1))
        Page.objects.filter(path__startswith=page.path).update(url_path=address)
        Page.objects.filter(pk=page.pk).update(slug=slug)
        page.slug = slug
        for below in self._subtree(page):
            below.url_path = new + below.url_path[len(old) :]

    def put_in_order(self, parent: Page, wanted: list[Page]) -> list[Page]:
        """Writes the order of `parent`'s children, which `wanted` are among; returns those that moved.

        A child that is not among `wanted` stays behind the one that it followed.
        """
        present = self.children(parent)
        order = _with_followers(wanted, present)
        first = next((i for i, pair in enumerate(zip(order, present, strict=True)) if pair[0] is not pair[1]), None)
        moved = [] if first is None else order[first:]
        # Steps once left are not used again: each page moves straight to a free place, in one statement.
        for page in moved:
            self._move(page, self._next_path(parent))
        return moved

    def _next_path(self, parent: Page) -> str:
        siblings = self._children[parent.path]
        step = max((Page._str2int(page.path[-Page.steplen :]) for page in siblings), default=0) + 1
        return Page._get_path(parent.path, parent.depth + 1, step)

    def _subtree(self, page: Page) -> list[Page]:
        return [page, *(below for child in self.children(page) for below in self._subtree(child))]

    def _move(self, page: Page, path: str) -> None:
        old, deeper = page.path, (len(path) - len(page.path)) // Page.steplen
        moved_path = Concat(Value(path), Substr("path", len(old) + 1))
        Page.objects.filter(path__startswith=old).update(path=moved_path, depth=F("depth") + deeper)
        subtree = self._subtree(page)
        self._children[_parent_path(page)].remove(page)
        below = [self._children.pop(each.path, []) for each in subtree]
        for each, children in zip(subtree, below, strict=True):
            each.path, each.depth = path + each.path[len(old) :], each.depth + deeper
            self._children[each.path] = children
        self._children[_parent_path(page)].append(page)


def free_slug(title: str, taken: set[str]) -> str:
    """An address part made from `title` that is not in `taken`."""
    base = cautious_slugify(title)[:LONGEST_SLUG].strip("-") or "pagina"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _parent_path(page: Page) -> str:
    return page.path[: -Page.steplen]


def _with_followers(wanted: list[Page], present: list[Page]) -> list[Page]:
    chosen = set(map(id, wanted))
    followers: dict[int | None, list[Page]] = defaultdict(list)
    anchor = None
    for page in present:
        if id(page) in chosen:
            anchor = id(page)
        else:
            followers[anchor].append(page)
    order = list(followers[None])
    for page in wanted:
        order += [page, *followers[id(page)]]
    return order
