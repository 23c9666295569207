import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from home.richtext.forms import RichTextField


class PostForm(forms.Form):
    """A post: its text, the post it answers, and the key by which a doubled press stays one post."""

    html = RichTextField(label=_("Your post"))
    reply_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class TopicForm(PostForm):
    subject = forms.CharField(
        label=_("Subject"), max_length=200, help_text=_("In a few words, so that others find it.")
    )

    field_order = ("subject", "html")


class PostEditForm(forms.Form):
    html = RichTextField(label=_("Your post"))
