from learning.work_changes.models.categories import ToolCategory, ToolCategoryQuerySet
from learning.work_changes.models.changes import (
    MOST_SECONDARY,
    ChangeCoAuthor,
    ChangeCoAuthorQuerySet,
    WorkChange,
    WorkChangeQuerySet,
)
from learning.work_changes.models.history import ChangeEvidence, ChangeEvidenceQuerySet, ChangeFollowUp, StageStep
from learning.work_changes.models.offers import StoryConsent, StoryOffer, StoryOfferQuerySet
from learning.work_changes.models.stories import (
    WORDS,
    ChangeStoryIndexPage,
    ChangeStoryPage,
    StoryPicture,
    StoryWords,
    free_slug,
    hold_workflow,
    words_of,
)

__all__ = [
    "MOST_SECONDARY",
    "WORDS",
    "ChangeCoAuthor",
    "ChangeCoAuthorQuerySet",
    "ChangeEvidence",
    "ChangeEvidenceQuerySet",
    "ChangeFollowUp",
    "ChangeStoryIndexPage",
    "ChangeStoryPage",
    "StageStep",
    "StoryConsent",
    "StoryOffer",
    "StoryOfferQuerySet",
    "StoryPicture",
    "StoryWords",
    "ToolCategory",
    "ToolCategoryQuerySet",
    "WorkChange",
    "WorkChangeQuerySet",
    "free_slug",
    "hold_workflow",
    "words_of",
]
