"""What is judged by is a rubric's versions, made when it is published."""

from django.db import transaction
from django.utils import timezone

from learning.courses.models import Rubric, RubricVersion


@transaction.atomic
def write_rubric_version(rubric: Rubric) -> RubricVersion:
    """Keeps what was published as the next version; the same content again is no new one."""
    Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    last, content = rubric.versions.last(), rubric.draft_content
    if last and last.content == content:
        return last
    number = last.number + 1 if last else 1
    return rubric.versions.create(number=number, content=content, published_at=timezone.now())
