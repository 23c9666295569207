from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from home.pages.completeness import PublicationRefused, find_gaps
from home.pages.fields import StreamField
from home.pages.page_forms import PageForm


class CustomImage(AbstractImage):
    """An editor's picture. Learners' files never come here (home.uploads)."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]


def more(*panels) -> MultiFieldPanel:
    """The fields that few need, closed at first: an editor meets at most eight before them."""
    return MultiFieldPanel(list(panels), heading=_("More options"), classname="collapsed")


ADDRESS_PANEL = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            help_text=_("Part of the page's address. It is made from the title; links break when it changes later."),
        )
    ],
    heading=_("Address"),
)

SEARCH_PANEL = MultiFieldPanel(
    [
        FieldPanel(
            "seo_title", help_text=_("What search engines and the browser's tab show. Left empty, it is the title.")
        ),
        FieldPanel("search_description", help_text=_("One or two sentences that search engines show below the title.")),
    ],
    heading=_("For search engines"),
)


def let_admin_frame(response):
    """Lets the admin's preview panel show a page that no other site, and no other page of ours, may frame."""
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": ["'self'"]}
    return response


class BasePage(Page):
    """What every page type of ours obeys: nothing incomplete goes public, on whatever path.

    Wagtail's bulk action, workflow approval and schedule publish without validating blocks, so `publish` asks again.
    Publishing is one transaction: receivers of `page_published` write what readers see in it.
    """

    base_form_class = PageForm
    # No menu is made of pages here, so nobody is asked whether one shall be in it.
    promote_panels = [ADDRESS_PANEL, SEARCH_PANEL]
    # Whether the front page leads to it, while it is public and stands right below.
    leads_from_front = False

    class Meta:
        abstract = True

    def publish(self, revision, *args, importing: bool = False, **kwargs):
        """Raises PublicationRefused. `importing` lets pictures pass that carry the importer's mark; no person's
        publication sets it."""
        with transaction.atomic():
            revision.as_object().check_publishable(allow_marked=importing)
            return super().publish(revision, *args, **kwargs)

    publish.alters_data = True

    def serve_preview(self, request, mode_name):
        return let_admin_frame(super().serve_preview(request, mode_name))

    def check_publishable(self, *, allow_marked: bool = False) -> None:
        """Raises PublicationRefused with a sentence for each thing that stops publication, its block named."""
        reasons = []
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                stream = getattr(self, field.name)
                labels = {name: str(block.label) for name, block in stream.stream_block.child_blocks.items()}
                reasons += find_gaps(stream.raw_data, labels, allow_marked=allow_marked)
        if reasons:
            raise PublicationRefused(self, reasons)


class HomePage(BasePage):
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("One or two sentences: for whom this site is, and what is done here.")),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        types = [model for model in self.allowed_subpage_models() if getattr(model, "leads_from_front", False)]
        context["entrances"] = self.get_children().live().type(*types).specific() if types else []
        return context

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    introduction = models.TextField(_("introduction"), blank=True, max_length=500)
    body = RichTextField(_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", help_text=_("Shown large at the top; search engines show it too.")),
        FieldPanel("body", help_text=_("Divide it with headings: readers look for what concerns them.")),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
