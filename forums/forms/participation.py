from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import HIGHEST


class GradeForm(forms.Form):
    points = forms.IntegerField(label=_("Grade, from 0 to 100"), min_value=0, max_value=HIGHEST)
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("She reads it beside her grade."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
