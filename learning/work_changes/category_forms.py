"""The admin's form of a tool category."""

from wagtail.admin.forms import WagtailAdminModelForm


class ToolCategoryForm(WagtailAdminModelForm):
    """Code and axis are set once: what was counted by them must not move."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("code", "axis"):
                self.fields[name].disabled = True
