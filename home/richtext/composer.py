"""The editor for what people write: a plain textarea that turns into Trix when it gets the focus."""

import functools

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from home.richtext.plain import from_plain_text, keep_formatting, readable_text
from home.richtext.sanitiser import clean_html

HTML = "html"
TEXT = "text"


class RichTextArea(forms.Textarea):
    """Gives HTML, whether the script was there or not. Its value is HTML too.

    The script says by a hidden `<name>_format` that the textarea holds HTML; without it the textarea holds plain
    words, and the hidden `<name>_original` lets every block that was not touched keep its formatting.
    The page lets Trix in by `composer_page` and `home/richtext/head.html`.
    """

    template_name = "home/richtext/rich_text_area.html"

    class Media:
        js = [forms.Script("js/composer.js", type="module"), forms.Script("js/composer-toolbar.js", type="module")]

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict:
        html = clean_html(value or "")
        context = super().get_context(name, readable_text(html), attrs)
        context["widget"] |= {"original": html, "is_formatted": from_plain_text(readable_text(html)) != html}
        return context

    def value_from_datadict(self, data, files, name: str) -> str | None:
        text = data.get(name)
        if text is None or data.get(f"{name}_format") == HTML:
            return text
        return keep_formatting(text, clean_html(data.get(f"{name}_original", "")))

    def _render(self, template_name: str, context: dict, renderer=None) -> str:
        # Django's form renderer does not look into the project's own folder of templates.
        return render_to_string(template_name, context)


@functools.cache
def composer_media() -> SafeString:
    """The editor's style sheet and scripts, the same on every page that has it."""
    return RichTextArea().media.render()
