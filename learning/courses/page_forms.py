"""The admin's forms of page types, where they differ from Wagtail's."""

from home.pages.page_forms import PageForm


class UnitPageForm(PageForm):
    """A new reading opens with an empty text to write in: nearly every reading begins with words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.instance.body:
            self.initial["body"] = self.fields["body"].block.normalize([("rich_text", "")])
