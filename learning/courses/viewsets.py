from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.courses.models import GlossaryTerm, Rubric


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "snippet"
    menu_label = _("Glossary")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["term", "definition"]
    search_fields = ["term", "definition"]
    list_per_page = 50


class RubricViewSet(SnippetViewSet):
    model = Rubric
    icon = "tasks"
    menu_label = _("Rubrics")
    menu_order = 251
    add_to_admin_menu = True
    list_display = [
        "title",
        Column("prompt_count", label=_("Reflections that use it")),
        Column("newest", label=_("Version")),
    ]
    search_fields = ["title"]
    list_per_page = 50

    def get_queryset(self, request):
        versions = Max("versions__number")
        return Rubric.objects.annotate(prompt_count=Count("prompts", distinct=True), newest=versions).order_by("title")
