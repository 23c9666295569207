from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.work_changes.models import ToolCategory


class ToolCategoryViewSet(SnippetViewSet):
    model = ToolCategory
    icon = "tag"
    menu_label = _("Categories")
    menu_order = 252
    add_to_admin_menu = True
    list_display = [
        "label",
        Column("get_axis_display", label=_("Axis")),
        "code",
        Column("change_count", label=_("Changes")),
        BooleanColumn("is_active", label=_("In use")),
    ]
    list_filter = ["axis", "is_active"]
    search_fields = ["label", "code"]
    list_per_page = 50

    def get_queryset(self, request):
        return ToolCategory.objects.annotate(change_count=Count("changes")).order_by("-axis", "position", "label")
