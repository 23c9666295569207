"""Who may fetch an editor's document: its address alone opens nothing that a course keeps for its people."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from learning.courses.models import DiscussionPage, LessonPage, ModulePage, ReflectionPage, UnitPage
from learning.desk.queries.catalogue import items_readable_by

INNER = (ModulePage, LessonPage, UnitPage, ReflectionPage, DiscussionPage)


def document_is_open_to(person, document) -> bool:
    """Whether an item that `person` reads shows the document, or a public page outside of the courses does."""
    references = ReferenceIndex.get_references_to(document)
    named = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    showing = {int(page_id) for page_id in named.values_list("object_id", flat=True)}
    if items_readable_by(person).filter(pk__in=showing).exists():
        return True
    inner = [kind.pk for kind in ContentType.objects.get_for_models(*INNER).values()]
    return Page.objects.live().public().filter(pk__in=showing).exclude(content_type__in=inner).exists()
