from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from home.pages.actions import drafts_that_would_be_refused
from home.pages.formula_feature import register_formula
from home.pages.middleware import tell_refusals

hooks.register("register_rich_text_features", register_formula)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(request, action_type, objects, action):
    """Publishes all of the chosen pages or none: one refusal is told with every other."""
    if action_type != "publish":
        return None
    include = action.cleaned_form.cleaned_data.get("include_descendants", False)
    refusals = drafts_that_would_be_refused(objects, include_descendants=include)
    if not refusals:
        return None
    tell_refusals(request, refusals)
    return redirect(action.next_url)


@hooks.register("construct_main_menu")
def name_media_in_words(request, menu_items):
    """wagtailmedia has no Portuguese name for its menu entry."""
    for item in menu_items:
        if item.name == "media":
            item.label = _("Sound and video")


@hooks.register("insert_editor_js")
def link_editor_js():
    return format_html('<script type="module" src="{}"></script>', static("js/admin_new_page.js"))


@hooks.register("insert_global_admin_css")
def link_admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
