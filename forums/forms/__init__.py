from forums.forms.care import CareForm, CautionForm, ReportForm
from forums.forms.finding import FoundForm
from forums.forms.participation import GradeForm
from forums.forms.posts import (
    AsideForm,
    BookmarkForm,
    CloseForm,
    MergeForm,
    MoveForm,
    PlanForm,
    PostEditForm,
    PostForm,
    SiteBoardForm,
    SplitForm,
    TagsForm,
    TopicForm,
    refused_names,
)

__all__ = [
    "AsideForm",
    "BookmarkForm",
    "CareForm",
    "CautionForm",
    "CloseForm",
    "FoundForm",
    "GradeForm",
    "MergeForm",
    "MoveForm",
    "PlanForm",
    "PostEditForm",
    "PostForm",
    "ReportForm",
    "SiteBoardForm",
    "SplitForm",
    "TagsForm",
    "TopicForm",
    "refused_names",
]
