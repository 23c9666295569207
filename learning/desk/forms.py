from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from learning.courses.models import CoursePage

LONGEST_TITLE = Page._meta.get_field("title").max_length


class CourseChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, course: CoursePage) -> str:
        modules = ngettext("%(number)d module", "%(number)d modules", course.numchild) % {"number": course.numchild}
        return f"{course.draft_title} · {modules}"


class NewCourseForm(forms.Form):
    template = CourseChoiceField(
        queryset=None,
        label=_("Begin with a copy of"),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("Its modules, readings and reflections are copied. The course that you copy stays as it is."),
    )
    title = forms.CharField(
        label=_("Title of the new course"),
        max_length=LONGEST_TITLE,
        help_text=_("You can change it later, as everything else. Readers see nothing until it is published."),
    )

    def __init__(self, *args, templates: QuerySet[CoursePage], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates
