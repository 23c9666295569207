from collections.abc import Sequence

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.courses.enums import AnswerState, CourseKind, QuestionKind, SearchIn
from learning.courses.survey_questions import BLANK, NOT_ASKED, REFUSED, YES, Given, Question


class CatalogueForm(forms.Form):
    """The search of the catalogue; its names are what stands in the address."""

    q = forms.CharField(
        label=_("Search the courses"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    tipo = forms.ChoiceField(
        label=_("Kind of course"), required=False, choices=[("", _("Every kind")), *CourseKind.choices]
    )
    em = forms.ChoiceField(required=False, choices=SearchIn.choices, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="busca-%s", use_required_attribute=False, **kwargs)

    def value(self, name: str) -> str:
        """Returns a field's clean value, or nothing where it is wrong."""
        return self.cleaned_data.get(name) or ""


class EnrolForm(forms.Form):
    offering = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    code = forms.CharField(required=False, max_length=20)


class SwitchForm(forms.Form):
    enrolment = forms.UUIDField()


REFUSE = "-"
LONGEST_ANSWER = 5000


class SurveyForm(forms.Form):
    """A field for each question, none of them required; `answers` says what was made of each (survey_questions)."""

    def __init__(self, questions: Sequence[Question], *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions = questions
        numbers = {question.code: number for number, question in enumerate(questions, 1)}
        for number, question in enumerate(questions, 1):
            hints = [question.hint]
            if question.follows:
                words = gettext("Only if you answered “yes” to question %(number)s.")
                hints.insert(0, words % {"number": numbers.get(question.follows, "?")})
            hint, label = escape(" ".join(filter(None, hints))), f"{number}. {question.text}"
            self.fields[question.code] = _field(question, label=label, help_text=hint, required=False)
            if question.may_refuse and question.kind == QuestionKind.TEXT:
                self.fields[_refusal(question)] = forms.BooleanField(
                    label=gettext("I prefer not to answer this question"), required=False
                )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        for question in self.questions:
            given = self._given(question)
            if REFUSE in given.chosen or (given.text and data.get(_refusal(question))):
                words = gettext("You marked “I prefer not to answer” beside an answer: leave one of the two.")
                self.add_error(question.code, words)
            if given.state == AnswerState.ANSWERED and not self._is_asked(question):
                words = gettext("This one is for who answered “yes” above: take it out, or change the answer above.")
                self.add_error(question.code, words)
        return data

    @property
    def answers(self) -> dict[str, dict]:
        """Code -> what is kept; for a valid form."""
        found = {}
        for question in self.questions:
            given = self._given(question) if self._is_asked(question) else NOT_ASKED
            found[question.code] = given.kept
        return found

    def _is_asked(self, question: Question) -> bool:
        return not question.follows or self.cleaned_data.get(question.follows) == YES

    def _given(self, question: Question) -> Given:
        value = self.cleaned_data.get(question.code)
        if question.kind == QuestionKind.TEXT:
            refused = self.cleaned_data.get(_refusal(question))
            return Given(AnswerState.ANSWERED, text=value) if value else REFUSED if refused else BLANK
        chosen = tuple(value) if isinstance(value, list) else tuple(filter(None, [value]))
        if not chosen:
            return BLANK
        return REFUSED if chosen == (REFUSE,) else Given(AnswerState.ANSWERED, chosen)


def _field(question: Question, **words) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}), **words)
    choices = [(choice.code, choice.label) for choice in question.options]
    if question.may_refuse:
        choices.append((REFUSE, gettext("I prefer not to answer")))
    if question.kind == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)


def _refusal(question: Question) -> str:
    return f"{question.code}-refused"
