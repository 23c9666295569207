"""Who may read a course's pages without a place in it."""

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from home.accounts.models import User


def may_edit_page(person: User | AnonymousUser, page_id: int) -> bool:
    """Whether Wagtail lets this person edit or publish the page: editors and moderators read what they care for."""
    if not person.is_authenticated or not person.has_perm("wagtailadmin.access_admin"):
        return False
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return False
    permissions = page.permissions_for_user(person)
    return permissions.can_edit() or permissions.can_publish()
