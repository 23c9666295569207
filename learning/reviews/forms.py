from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home.accounts.models import User
from home.uploads.forms import UploadField
from learning.courses.models import ReflectionPage
from learning.courses.rubric_sheets import Sheet
from learning.courses.widgets import DateInput, RubricField
from learning.portfolio.enums import Intent
from learning.portfolio.queries import Prompt
from learning.reviews.actions import Passage, Remark, ReviewContent, marking_of
from learning.reviews.enums import NoteKind
from learning.reviews.queries import QueueFilter

LONGEST = 20_000
LONGEST_NOTE = 5_000
LONGEST_REPLY = 2_000
BIGGEST_TEXT = 10**8


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
    suggested_on = forms.DateField(label=_("Suggested date to send it again"), widget=DateInput, required=False)
    file = UploadField(label=_("A file or a spoken word for the student"), required=False)
    remove = forms.UUIDField(required=False, widget=forms.HiddenInput)
    base_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, prompt: Prompt | ReflectionPage, sheet: Sheet | None, **kwargs):
        """`sheet` is the rubric of the version that is read: where it gives points, nobody types a grade."""
        super().__init__(*args, **kwargs)
        if sheet:
            self.fields["judgement"] = RubricField(sheet, marking=marking_of(prompt), label=_("By the rubric"))
        if not prompt.graded or (sheet and sheet.gives_points):
            del self.fields["grade"]
        else:
            highest = f"{prompt.max_grade.normalize():f}"
            self.fields["grade"].help_text = _("From 0 to %(highest)s. Needed to accept it.") % {"highest": highest}

    @property
    def content(self) -> ReviewContent:
        data = self.cleaned_data
        words = (data["overall"], data["request"], data.get("grade"), data["suggested_on"])
        return ReviewContent(*words, data.get("judgement", {}))


class NoteForm(forms.Form):
    """A comment on a passage: selected on the page (`start`, `end`, `exact`), or chosen from the list of sentences."""

    kind = forms.ChoiceField(label=_("What it is"), choices=NoteKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_NOTE, strip=True
    )
    start = forms.IntegerField(min_value=0, max_value=BIGGEST_TEXT, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, max_value=BIGGEST_TEXT, required=False, widget=forms.HiddenInput)
    exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    sentence = forms.RegexField(r"^\d{1,8}-\d{1,8}$", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def passage(self) -> Passage:
        data = self.cleaned_data
        if data["sentence"]:
            return Passage(*map(int, data["sentence"].split("-")))
        return Passage(data["start"] or 0, data["end"] or 0, data["exact"])

    @property
    def remark(self) -> Remark:
        return Remark(self.cleaned_data["kind"], self.cleaned_data["text"])


class ReplyForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), max_length=LONGEST_REPLY)
    key = forms.UUIDField()


class BankForm(forms.Form):
    """A comment of the bank; `courses` are those whose bank she keeps."""

    code = forms.SlugField(
        label=_("Short code"), help_text=_("Typed as /code in a comment, it becomes the words below."), max_length=24
    )
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    course = forms.TypedChoiceField(label=_("Whose"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args, courses: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        if courses:
            shared = [(pk, _("of all who read in “%(course)s”") % {"course": title}) for pk, title in courses]
            self.fields["course"].choices = [("", _("mine")), *shared]
        else:
            del self.fields["course"]

    def clean_code(self) -> str:
        return self.cleaned_data["code"].lower()


class QueueForm(forms.Form):
    """The filters of the queue. A value that is none of the choices filters nothing."""

    group = forms.IntegerField(min_value=1, required=False)
    prompt = forms.IntegerField(min_value=1, required=False)
    intent = forms.ChoiceField(choices=Intent.choices, required=False)
    show = forms.ChoiceField(choices=[("silent", "")], required=False)

    @property
    def chosen(self) -> QueueFilter:
        self.is_valid()
        data = self.cleaned_data
        return QueueFilter(
            data.get("group"), data.get("prompt"), data.get("intent", ""), is_silent=data.get("show") == "silent"
        )


class ReaderChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.name


class ReaderForm(forms.Form):
    """Who reads an entry."""

    reader = ReaderChoice(User.objects.none(), label=_("Who reads it"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, readers: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = readers
