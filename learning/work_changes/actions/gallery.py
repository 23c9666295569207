"""Where a story meets Wagtail: its page is made, approved, sent back, taken away, and gets its picture."""

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from home.accounts.models import User
from home.notifications.actions import notify
from home.queue.registry import enqueue
from home.search import fold
from learning.work_changes.enums import ConsentState, OfferState
from learning.work_changes.models import (
    WORDS,
    ChangeStoryIndexPage,
    ChangeStoryPage,
    StoryOffer,
    StoryOfferQuerySet,
    StoryPicture,
    WorkChange,
    free_slug,
    hold_workflow,
    words_of,
)
from learning.work_changes.picture_drawing import draw_picture
from learning.work_changes.story_steps import StoryEvent, next_state

SEARCHED = (
    "title", "before", "after", "reason", "helped", "hindered", "remained", "category_label", "category_words",
    "municipality",
)  # fmt: skip


def lock_offer(offer: StoryOffer) -> StoryOffer:
    """One after the other, as with the record itself."""
    hold_workflow(StoryOffer.objects.values_list("page", flat=True).get(pk=offer.pk))
    return _locked().get(pk=offer.pk)


def lock_offer_of(change: WorkChange) -> StoryOffer | None:
    hold_workflow(StoryOffer.objects.filter(change=change).values_list("page", flat=True).first())
    return _locked().filter(change=change).first()


def _locked() -> StoryOfferQuerySet:
    return StoryOffer.objects.select_for_update(of=("self",)).select_related("change__enrolment")


def move_offer(offer: StoryOffer, event: StoryEvent, *, by: User | None) -> bool:
    """By the one table; False where nothing of the kind can happen. Whoever calls it saves the offer."""
    target = next_state(offer.state or None, event)
    if target is None:
        return False
    was, offer.state, offer.state_since = offer.state, target, timezone.now()
    offer.save()
    log(offer, "learning.story", user=by, data={"event": str(event), "from": str(was), "to": str(target)})
    return True


def submit_where_all_agree(offer: StoryOffer, *, by: User) -> bool:
    """Makes the page as a draft and hands it to the moderation. Nothing happens while an answer is open or is no."""
    if offer.state != OfferState.ASKING or offer.open_consents().exists():
        return False
    index = ChangeStoryIndexPage.objects.live().select_for_update().first()
    if index is None:
        return False
    offer.names = "\n".join(_names_shown(offer))
    offer.page = _make_page(index, offer)
    move_offer(offer, StoryEvent.AGREED, by=by)
    # Nobody is named as the sender: who wrote it is shown to the editors as to everyone, by her own choice.
    if workflow := offer.page.get_workflow():
        workflow.start(offer.page, None)
    return True


def take_page_away(offer: StoryOffer) -> None:
    """The page with its revisions, its way through the workflow, its index entries and picture; the log keeps ids."""
    page, offer.page = offer.page, None
    if page is None:
        return
    offer.save(update_fields=["page"])
    number = page.pk
    # Its picture may just be being drawn, which holds the page.
    ChangeStoryPage.objects.select_for_update(of=("self",)).filter(pk=number).first()
    page.delete()
    forget_in_log(number)


def forget_in_log(page_id: int) -> None:
    """Wagtail's log names a page by its title, and quotes the comments of its editors."""
    PageLogEntry.objects.filter(page_id=page_id).update(label=str(page_id), data={})


@transaction.atomic
def note_approved(*, page: ChangeStoryPage) -> None:
    """The editors approved it: from now on everyone reads it."""
    found = StoryOffer.objects.filter(page=page).first()
    if found is None:
        return
    offer = lock_offer(found)
    enqueue("work_changes.draw_story_picture", page.pk)
    if move_offer(offer, StoryEvent.APPROVED, by=None):
        tell_authors(offer, "story_published", url=page.reading_address)


@transaction.atomic
def note_sent_back(*, page_id: int, by: User | None, comment: str) -> None:
    """The editors ask for other words. The author changes them and offers them again."""
    found = StoryOffer.objects.filter(page=page_id).first()
    if found is None:
        return
    offer = lock_offer(found)
    offer.editor_comment = comment
    if move_offer(offer, StoryEvent.REJECTED, by=by):
        tell_authors(offer, "story_sent_back", to=[offer.author])


@transaction.atomic
def note_page_deleted(*, page_id: int) -> None:
    """An editor deleted the page itself: for its authors that is a withdrawal. Ours come here too, and find nothing."""
    found = StoryOffer.objects.filter(page=page_id).first()
    if found is None:
        return
    offer = lock_offer(found)
    offer.page = None
    forget_words(offer)
    if move_offer(offer, StoryEvent.WITHDRAWN, by=None):
        tell_authors(offer, "story_withdrawn")
    forget_in_log(page_id)


def forget_words(offer: StoryOffer) -> None:
    """What was told is the authors' again; what stays is that there was an offer, and who had agreed when."""
    for name in (*WORDS, "editor_comment"):
        field = StoryOffer._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField):
            setattr(offer, name, "")
        elif field.null:
            setattr(offer, name, None)


@transaction.atomic
def draw_story_picture(page_id: int) -> bool:
    """Draws what a message shows of a link to it. False where the story is not public any more."""
    page = ChangeStoryPage.objects.live().select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None:
        return False
    values = {"image": draw_picture(page.title, page.category_label), "drawn_at": timezone.now()}
    StoryPicture.objects.update_or_create(page=page, defaults=values)
    return True


def tell_authors(offer: StoryOffer, event: str, *, to: list[User] | None = None, url: str = "") -> None:
    """The notice names the record, which they all read anyway: a withdrawn story leaves no word in it."""
    key = f"{offer.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    for person in offer.authors() if to is None else to:
        address = url or (author_address(offer) if person == offer.author else answer_address(offer))
        notify(event, person, key=key, url=address, about=offer.change, data={"title": offer.change.title})


def author_address(offer: StoryOffer) -> str:
    return reverse("learning:story_offer", args=[offer.change.public_id])


def answer_address(offer: StoryOffer) -> str:
    return reverse("learning:story_answer", args=[offer.public_id])


def _names_shown(offer: StoryOffer) -> list[str]:
    """The author's first, then in the order in which they were asked."""
    rows = offer.consents.filter(state=ConsentState.GIVEN, shows_name=True).select_related("person")
    people = [row.person for row in rows if row.person in offer.authors()]
    return [person.name for person in sorted(people, key=lambda person: person != offer.author)]


def _make_page(index: ChangeStoryIndexPage, offer: StoryOffer) -> ChangeStoryPage:
    words = words_of(offer)
    page = ChangeStoryPage(
        **words,
        draft_title=offer.title,
        slug=free_slug(index, offer.title),
        live=False,
        has_unpublished_changes=True,
        search_text=fold(" ".join(words[name] for name in SEARCHED)),
    )
    index.add_child(instance=page)
    page.save_revision()
    return page
