from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from home.accounts.models import User
from home.pages.actions import drafts_that_would_be_refused
from home.pages.formula_feature import register_formula
from home.pages.middleware import tell_refusals

PEOPLE_STAY = _(
    "People are not deleted here: what they wrote hangs together with the work of others. Take away “active” instead, "
    "and nobody comes in by this account any more."
)

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


@hooks.register("before_delete_user")
def refuse_to_delete(request, person):
    messages.warning(request, PEOPLE_STAY)
    return redirect("wagtailusers_users:edit", person.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_many(request, action_type, objects, action):
    if action_type != "delete" or action.model is not User:
        return None
    messages.warning(request, PEOPLE_STAY)
    return redirect(action.next_url)


@hooks.register("construct_help_menu")
def leave_out_english_guides(request, menu_items):
    """Wagtail's news and its guide lie on another site, in English, and speak of much that is not in use here."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


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
