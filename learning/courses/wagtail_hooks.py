from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from learning.courses.actions import copy_course, turn_links_to_copies
from learning.courses.copying import FreeSlugCopyForm
from learning.courses.models import CoursePage, ItemPage, Rubric
from learning.courses.viewsets import GlossaryTermViewSet, RubricViewSet

register_snippet(GlossaryTermViewSet)
register_snippet(RubricViewSet)


@hooks.register("before_copy_page")
def copy_whole_course(request, page):
    """Takes a course's copy out of Wagtail's hands: in one transaction, its rows written once."""
    course = page.specific
    if request.method != "POST" or not isinstance(course, CoursePage):
        return None
    form = FreeSlugCopyForm(request.POST, user=request.user, page=page)
    if not form.is_valid() or form.cleaned_data.get("alias") or not form.cleaned_data.get("copy_subpages"):
        return None
    names = {"title": form.cleaned_data["new_title"], "slug": form.cleaned_data["new_slug"]}
    publish = form.cleaned_data.get("publish_copies", False)
    copy = copy_course(by=request.user, course=course, publish=publish, **names)
    messages.success(request, _("“%(title)s” was copied; links within it lead to the copies.") % {"title": copy.title})
    return redirect("wagtailadmin_explore", copy.pk)


@hooks.register("after_copy_page")
def turn_links_of_copy(request, page, new_page):
    if isinstance(page.specific, (CoursePage, ItemPage)):
        turn_links_to_copies(source=page, copy=new_page)


@hooks.register("before_delete_snippet")
def keep_published_rubrics(request, instances):
    """People may have been judged by it: what was published once stays."""
    kept = [thing for thing in instances if isinstance(thing, Rubric) and thing.versions.exists()]
    if not kept:
        return None
    text = _("“%(title)s” was published, so it stays: texts may have been judged by it.")
    messages.error(request, text % {"title": kept[0].title})
    return redirect("wagtailsnippets_learning_rubric:list")
