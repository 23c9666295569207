"""The coordination sets the dates of a course's prompts, for an offering or for one of its tutoring groups."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import User
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Offering, TutoringGroup
from learning.portfolio.actions.deadlines import judge_anew
from learning.portfolio.dates import Row
from learning.portfolio.models import PromptDates

NOTHING: Row = (None, None, None)
COLUMNS = ("opens_on", "due_on", "closes_on")


@transaction.atomic
def set_prompt_dates(
    *, by: User, offering: Offering, tutoring_group: TutoringGroup | None, dates: Mapping[ReflectionPage, Row]
) -> int:
    """Three empty dates take the level's own away. Returns for how many prompts something changed.

    What was sent already is judged anew; dates that a student was granted stay hers.
    """
    Offering.objects.select_for_update().get(pk=offering.pk)
    rows = PromptDates.objects.filter(offering=offering, tutoring_group=tutoring_group, enrolment=None)
    before = {prompt: tuple(row) for prompt, *row in rows.values_list("prompt_id", *COLUMNS)}
    changed = {prompt: row for prompt, row in dates.items() if row != before.get(prompt.pk, NOTHING)}
    for prompt, row in changed.items():
        _write(offering, tutoring_group, prompt, row)
        judge_anew(offering.enrolments.select_related("offering"), prompt)
    if changed:
        data = {
            str(prompt.pk): [_plain(before.get(prompt.pk, NOTHING)), _plain(row)] for prompt, row in changed.items()
        }
        level = {"tutoring_group": tutoring_group.pk} if tutoring_group else {}
        log(offering, "learning.prompt_dates", user=by, data={**level, "dates": data})
    return len(changed)


def _write(offering: Offering, tutoring_group: TutoringGroup | None, prompt: ReflectionPage, row: Row) -> None:
    where: dict[str, Any] = {
        "offering": offering,
        "tutoring_group": tutoring_group,
        "enrolment": None,
        "prompt": prompt,
    }
    if row == NOTHING:
        PromptDates.objects.filter(**where).delete()
    else:
        PromptDates.objects.update_or_create(**where, defaults=dict(zip(COLUMNS, row, strict=True)))


def _plain(row: Row) -> list[str]:
    return [str(day) if day else "" for day in row]
