"""The one table of a story's way to the gallery: what may happen to it where it stands, and where it stands then."""

from enum import StrEnum

from learning.work_changes.enums import OfferState as S


class StoryEvent(StrEnum):
    OFFERED = "offered"  # by the author; again, whenever she changes its words
    AGREED = "agreed"  # the last of the authors said yes
    JOINED = "joined"  # one more co-author confirmed: she is to be asked too
    APPROVED = "approved"  # by an editor
    REJECTED = "rejected"  # by an editor, with a comment
    WITHDRAWN = "withdrawn"


E = StoryEvent
# None is the change of which no story was offered yet.
STEPS: dict[tuple[S | None, StoryEvent], S] = {
    (None, E.OFFERED): S.ASKING,
    (S.ASKING, E.OFFERED): S.ASKING,
    (S.ASKING, E.AGREED): S.SUBMITTED,
    (S.ASKING, E.JOINED): S.ASKING,
    (S.ASKING, E.WITHDRAWN): S.WITHDRAWN,
    (S.SUBMITTED, E.OFFERED): S.ASKING,
    (S.SUBMITTED, E.JOINED): S.ASKING,
    (S.SUBMITTED, E.APPROVED): S.PUBLISHED,
    (S.SUBMITTED, E.REJECTED): S.SENT_BACK,
    (S.SUBMITTED, E.WITHDRAWN): S.WITHDRAWN,
    (S.PUBLISHED, E.OFFERED): S.ASKING,
    (S.PUBLISHED, E.JOINED): S.ASKING,
    (S.PUBLISHED, E.WITHDRAWN): S.WITHDRAWN,
    (S.SENT_BACK, E.OFFERED): S.ASKING,
    (S.SENT_BACK, E.WITHDRAWN): S.WITHDRAWN,
    (S.WITHDRAWN, E.OFFERED): S.ASKING,
}
# In these the words may be public, or become so by an editor alone.
IN_EDITORS_HANDS = (S.SUBMITTED, S.PUBLISHED)


def next_state(state: str | None, event: StoryEvent) -> S | None:
    """None where nothing of the kind can happen."""
    return STEPS.get((S(state) if state else None, event))
