import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.actions.cautions import Care
from forums.enums import Following, ReportReason
from forums.models import BoardCare

LONGEST_NOTE, LONGEST_CAUTION, LONGEST_RULES, LONGEST_LIST = 1000, 2000, 5000, 5000
SLOWEST = 86_400
MOST_HELD = 50


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong?"), choices=ReportReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("Only the staff of this board reads it. Do not repeat what tells who a patient is."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )


class CautionForm(forms.Form):
    text = forms.CharField(
        label=_("What you say to her"),
        help_text=_("She alone and the staff of this board read it. You can withdraw it."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_CAUTION,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CareForm(forms.Form):
    """How a board is looked after."""

    rules = forms.CharField(
        label=_("Rules of the room"),
        help_text=_("Shown to everybody before her first post here."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_RULES,
        required=False,
    )
    following = forms.ChoiceField(label=_("Who is told of new posts"), choices=Following.choices)
    slow_seconds = forms.IntegerField(
        label=_("Slow mode: seconds between two posts of a person"),
        help_text=_("0 switches it off. The staff is never slowed down."),
        min_value=0,
        max_value=SLOWEST,
    )
    held_first = forms.IntegerField(
        label=_("How many first posts of a newcomer wait for you"),
        help_text=_("0 lets everybody write at once."),
        min_value=0,
        max_value=MOST_HELD,
    )
    listed_words = forms.CharField(
        label=_("Words for which a post waits for you"),
        help_text=_("One word or expression a line. Accents and plurals do not matter."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_LIST,
        required=False,
    )

    @classmethod
    def of(cls, care: BoardCare, data=None) -> "CareForm":
        names = cls.base_fields
        return cls(data, initial={name: getattr(care, name) for name in names})

    @property
    def care(self) -> Care:
        return Care(**self.cleaned_data)
