"""The gallery: what a team changed at work, told to everyone in words that are frozen (README, "Decisions")."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester, TaskState

from home.pages.completeness import PublicationRefused
from home.pages.models import ADDRESS_PANEL, SEARCH_PANEL, BasePage, let_admin_frame
from learning.work_changes.enums import Axis, MunicipalitySize, Novelty, Stage, StoryProblem, TeamKind
from learning.work_changes.models.changes import TEXT_LENGTH

SLUG_LENGTH = 60


class StoryWords(models.Model):
    """What a story says, copied from the record when it was offered. Of the record's later life it knows nothing.

    The category keeps the label that it had then. `started_on` is the first of its month. `names` holds a name a
    line, of those authors who want theirs shown; no codes of units or teams, and no evidence.
    """

    before = models.TextField(_("How it was"), max_length=TEXT_LENGTH)
    after = models.TextField(_("How it is"), max_length=TEXT_LENGTH)
    reason = models.TextField(_("The problem"), max_length=TEXT_LENGTH, blank=True)
    helped = models.TextField(_("What helped"), max_length=TEXT_LENGTH, blank=True)
    hindered = models.TextField(_("What stood in the way"), max_length=TEXT_LENGTH, blank=True)
    remained = models.TextField(_("What remained"), max_length=TEXT_LENGTH, blank=True)
    axis = models.CharField(_("axis"), max_length=4, choices=Axis.choices)
    category = models.CharField(_("code of the category"), max_length=40)
    category_label = models.CharField(_("category"), max_length=120)
    category_words = models.CharField(_("Which one?"), max_length=120, blank=True)
    novelty = models.CharField(_("Was it new?"), max_length=20, choices=Novelty.choices)
    stage = models.CharField(_("stage"), max_length=15, choices=Stage.choices)
    started_on = models.DateField(_("Since when?"))
    indicator_name = models.CharField(_("What was counted"), max_length=160, blank=True)
    indicator_unit = models.CharField(_("unit"), max_length=40, blank=True)
    indicator_before = models.DecimalField(_("before"), max_digits=12, decimal_places=2, null=True, blank=True)
    indicator_after = models.DecimalField(_("after"), max_digits=12, decimal_places=2, null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=10, choices=StoryProblem.choices)
    team_kind = models.CharField(_("team"), max_length=10, choices=TeamKind.choices)
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    municipality_size = models.CharField(_("size of the municipality"), max_length=10, choices=MunicipalitySize.choices)
    names = models.TextField(_("names"), max_length=2000, blank=True)

    class Meta:
        abstract = True

    @property
    def shown_names(self) -> list[str]:
        return self.names.splitlines()


WORDS = ("title", *(field.name for field in StoryWords._meta.fields))


def words_of(thing) -> dict:
    """The frozen words of an offer or of a page, to be compared and copied."""
    return {name: getattr(thing, name) for name in WORDS}


class ReadAtOurAddresses(BasePage):
    """Readers come by `reading_address`, which stands ahead of Wagtail's; what Wagtail would serve is sent there."""

    # Wagtail's privacy has no effect at addresses of ours.
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    @property
    def reading_address(self) -> str:
        raise NotImplementedError

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], self.reading_address)

    def serve(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponseRedirect(self.reading_address)


class ChangeStoryIndexPage(ReadAtOurAddresses):
    """The gallery itself. Where none is public there is no gallery, and nothing can be offered to it."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=500)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences above the list of stories.")),
    ]
    promote_panels = [ADDRESS_PANEL, SEARCH_PANEL]
    preview_modes = []
    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.ChangeStoryPage"]
    max_count = 1
    leads_from_front = True

    class Meta:
        verbose_name = _("gallery of changes at work")
        verbose_name_plural = _("galleries of changes at work")

    @property
    def reading_address(self) -> str:
        return reverse("learning:stories")


class StoryPermissionTester(PagePermissionTester):
    """An editor approves a story, sends it back or deletes it. Nobody else's hand moves, copies or hides it."""

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination, recursive=False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_delete(self, ignore_bulk=False) -> bool:
        """Taking it down withdraws it for good: whoever may publish may do that, with an author's name to answer."""
        return super().can_publish()


class ChangeStoryPage(StoryWords, ReadAtOurAddresses):
    """One story. Made by `offer_story` alone; public only while the offer's authors agree to exactly these words."""

    search_text = models.TextField(blank=True, editable=False)

    content_panels = [FieldPanel(name, read_only=True) for name in WORDS if name not in ("category", "axis")]
    promote_panels = []
    settings_panels = []
    is_creatable = False
    parent_page_types = ["learning.ChangeStoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("story of a change at work")
        verbose_name_plural = _("stories of changes at work")

    def __str__(self) -> str:
        return self.title

    @property
    def reading_address(self) -> str:
        return reverse("learning:story", args=[self.slug])

    def permissions_for_user(self, user) -> StoryPermissionTester:
        return StoryPermissionTester(user, self)

    def serve_preview(self, request, mode_name) -> HttpResponse:
        return let_admin_frame(render(request, "learning/work_changes/story.html", {"story": self}))

    def publish(self, revision, *args, **kwargs):
        """With its offer locked: a withdrawal that is under way comes before or after it, never between."""
        with transaction.atomic():
            hold_workflow(self.pk)
            self._meta.get_field("offer").related_model.objects.select_for_update().filter(page=self.pk).first()
            return super().publish(revision, *args, **kwargs)

    publish.alters_data = True

    def check_publishable(self, *, allow_marked: bool = False) -> None:
        """Raises PublicationRefused, on whatever path, unless every author stands behind exactly these words."""
        super().check_publishable(allow_marked=allow_marked)
        # The offer as it stands: what this object remembers of it may be older.
        offer = self._meta.get_field("offer").related_model.objects.filter(page=self.pk).first()
        if offer is None or not offer.may_be_public or words_of(offer) != words_of(self):
            raise PublicationRefused(self, [gettext("Its authors have not agreed to these words.")])


def hold_workflow(page_id: int | None) -> None:
    """Locks what a page's way through the workflow is written in: before its offer is locked, always.

    An approval holds it when it comes to publish: who locked the offer first would wait for the other for ever.
    """
    if page_id is not None:
        pages = ContentType.objects.get_for_model(Page)
        ways = TaskState.objects.filter(workflow_state__base_content_type=pages, workflow_state__object_id=str(page_id))
        list(ways.select_for_update(of=("self",)).order_by("pk"))


class StoryPicture(models.Model):
    """What a message shows of a link to a story: 1,200 by 630 pixels. It goes with the page, in one transaction."""

    page = models.OneToOneField(ChangeStoryPage, on_delete=models.CASCADE, primary_key=True, related_name="picture")
    image = models.BinaryField(_("PNG file"))
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("picture of a story")
        verbose_name_plural = _("pictures of stories")

    def __str__(self) -> str:
        return str(self.page_id)


def free_slug(index: ChangeStoryIndexPage, title: str) -> str:
    """Made from the title; with a number where another story has it."""
    stem = slugify(title)[:SLUG_LENGTH].strip("-") or "relato"
    taken = set(index.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug
