from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from learning.work_changes.models import ToolCategory
from learning.work_changes.viewsets import ToolCategoryViewSet

register_snippet(ToolCategoryViewSet)


@hooks.register("before_delete_snippet")
def keep_tool_categories(request, instances):
    """Numbers are counted by them: one is put out of use, never deleted."""
    kept = [thing for thing in instances if isinstance(thing, ToolCategory)]
    if not kept:
        return None
    text = _("“%(label)s” stays: changes may be counted by it. Put it out of use instead.")
    messages.error(request, text % {"label": kept[0].label})
    return redirect("wagtailsnippets_learning_toolcategory:list")
