"""Comments on passages, for pages of areas that stand below them."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from learning.reviews.tables import note_rows

register = template.Library()


@register.simple_tag(takes_context=True)
def note_items(context: Context) -> SafeString:
    """Draws `notes` of the context; `notes_shown` 0: beside a draft, their passages are on the pages of `notes_at`."""
    shown = context["notes_shown"]
    address = "" if shown else context["notes_at"]
    token = str(context["csrf_token"])
    return note_rows(context["notes"], token=token, shown=shown, versions_at=address, fresh=context.get("fresh"))
