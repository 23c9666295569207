"""The questions of a survey as editors put them together."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning.courses.enums import QuestionKind
from learning.courses.survey_questions import PURPOSES

CODE = r"^[A-Za-z0-9_]{1,20}$"
CODE_WRONG = {"invalid": _("Letters without accents, digits and _ only, at most 20.")}
FOLLOWS = _("Code of a yes-or-no question further up: this one is then for those who said yes.")


class CodeBlock(blocks.RegexBlock):
    def __init__(self, **kwargs):
        super().__init__(regex=CODE, error_messages=CODE_WRONG, max_length=20, **kwargs)


class SurveyChoiceBlock(blocks.StructBlock):
    code = CodeBlock(label=_("Code"), help_text=_("Stays for ever: answers are counted by it. For example: roda."))
    label = blocks.CharBlock(label=_("Words"), max_length=160, help_text=_("What the student reads."))

    class Meta:
        icon = "list-ul"
        label = _("Choice")
        label_format = "{label}"


class QuestionBlock(blocks.StructBlock):
    code = CodeBlock(
        label=_("Code"), help_text=_("Stays for ever, whatever becomes of the words. For example: Q1. Tables show it.")
    )
    question = blocks.TextBlock(
        label=_("Question"), rows=2, max_length=400, help_text=_("One question, addressed to the student.")
    )
    hint = blocks.CharBlock(
        label=_("Hint"), required=False, max_length=300, help_text=_("Half a sentence below the question.")
    )
    may_refuse = blocks.BooleanBlock(
        label=_("Offer “I prefer not to answer”"),
        required=False,
        default=True,
        help_text=_("Counted apart from what was left empty."),
    )
    follows = blocks.CharBlock(label=_("Follows"), required=False, max_length=20, help_text=FOLLOWS)

    class Meta:
        label_format = "{code} · {question}"


def purpose_block(kind: QuestionKind) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=[(purpose.value, purpose.label) for purpose in PURPOSES[kind]],
        label=_("Counted as"),
        required=False,
        help_text=_("The figure of the course for which this question stands, if it stands for one."),
    )


class YesNoBlock(QuestionBlock):
    purpose = purpose_block(QuestionKind.YES_NO)

    class Meta:
        icon = "check"
        label = _("Yes or no")


def choices_block() -> blocks.ListBlock:
    return blocks.ListBlock(
        SurveyChoiceBlock(), label=_("Choices"), min_num=2, help_text=_("Two or more, as they shall stand.")
    )


class ChoiceQuestionBlock(QuestionBlock):
    choices = choices_block()

    class Meta:
        icon = "radio-full"
        label = _("One of several")


class MultipleBlock(QuestionBlock):
    choices = choices_block()
    purpose = purpose_block(QuestionKind.MULTIPLE)

    class Meta:
        icon = "list-ul"
        label = _("Any of several")


class ScaleBlock(QuestionBlock):
    steps = blocks.IntegerBlock(
        label=_("Steps"), min_value=3, max_value=10, default=5, help_text=_("From 1 to this number; 5 suits most.")
    )
    lowest = blocks.CharBlock(label=_("At 1"), max_length=60, help_text=_("What the lowest step means."))
    highest = blocks.CharBlock(label=_("At the top"), max_length=60, help_text=_("What the highest step means."))

    class Meta:
        icon = "order"
        label = _("Scale")


class TextQuestionBlock(QuestionBlock):
    class Meta:
        icon = "edit"
        label = _("In one's own words")


class SurveyBlocks(blocks.StreamBlock):
    yes_no = YesNoBlock()
    choice = ChoiceQuestionBlock()
    multiple = MultipleBlock()
    scale = ScaleBlock()
    text = TextQuestionBlock()
