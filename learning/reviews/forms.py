from django import forms
from django.utils.translation import gettext_lazy as _

from learning.portfolio.enums import Intent
from learning.portfolio.queries import Prompt
from learning.reviews.actions import ReviewContent
from learning.reviews.queries import QueueFilter

LONGEST = 20_000


class ReviewForm(forms.Form):
    """What a reviewer writes. `base_number` is the draft that its text began from, `key` the form's own."""

    overall = forms.CharField(
        label=_("Comment on the whole"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        required=False,
    )
    request = forms.CharField(
        label=_("What to go deeper into"),
        help_text=_("A question or a concrete request. Needed to return it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    grade = forms.DecimalField(label=_("Grade"), max_digits=5, decimal_places=1, required=False, localize=True)
    suggested_on = forms.DateField(
        label=_("Suggested date to send it again"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, prompt: Prompt, **kwargs):
        super().__init__(*args, **kwargs)
        if not prompt.graded:
            del self.fields["grade"]
        else:
            highest = f"{prompt.max_grade.normalize():f}"
            self.fields["grade"].help_text = _("From 0 to %(highest)s. Needed to accept it.") % {"highest": highest}

    @property
    def content(self) -> ReviewContent:
        data = self.cleaned_data
        return ReviewContent(data["overall"], data["request"], data.get("grade"), data["suggested_on"])


class QueueForm(forms.Form):
    """The filters of the queue. A value that is none of the choices filters nothing."""

    group = forms.TypedChoiceField(label=_("Tutoring group"), coerce=int, empty_value=None, required=False)
    intent = forms.ChoiceField(label=_("Asked for"), choices=[("", _("Everything")), *Intent.choices], required=False)

    def __init__(self, *args, groups: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("My groups")), *groups]

    @property
    def chosen(self) -> QueueFilter:
        self.is_valid()
        return QueueFilter(self.cleaned_data.get("group"), self.cleaned_data.get("intent", ""))
