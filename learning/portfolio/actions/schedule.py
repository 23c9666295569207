"""The coordination sets the dates of a course's prompts, for an offering, one of its groups or one student."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import User
from learning.courses.models import ReflectionPage
from learning.enrolment.models import Enrolment, Offering, TutoringGroup
from learning.portfolio.actions.deadlines import judge_anew
from learning.portfolio.dates import Row
from learning.portfolio.models import PromptDates

NOTHING: Row = (None, None, None)
COLUMNS = ("opens_on", "due_on", "closes_on")


@transaction.atomic
def set_prompt_dates(
    *,
    by: User,
    offering: Offering,
    tutoring_group: TutoringGroup | None = None,
    enrolment: Enrolment | None = None,
    dates: Mapping[ReflectionPage, Row],
) -> int:
    """Three empty dates take the level's own away. Returns for how many prompts something changed.

    What was sent already is judged anew; dates that a student was granted stay hers, until her own are set here.
    """
    Offering.objects.select_for_update().get(pk=offering.pk)
    where = {"offering": offering, "tutoring_group": tutoring_group, "enrolment": enrolment}
    rows = PromptDates.objects.filter(**where)
    before = {prompt: tuple(row) for prompt, *row in rows.values_list("prompt_id", *COLUMNS)}
    changed = {prompt: row for prompt, row in dates.items() if row != before.get(prompt.pk, NOTHING)}
    for prompt, row in changed.items():
        _write({**where, "prompt": prompt}, row)
        judge_anew([enrolment] if enrolment else offering.enrolments.select_related("offering"), prompt)
    if changed:
        data = {
            str(prompt.pk): [_plain(before.get(prompt.pk, NOTHING)), _plain(row)] for prompt, row in changed.items()
        }
        level = {name: one.pk for name, one in where.items() if one and one is not offering}
        log(offering, "learning.prompt_dates", user=by, data={**level, "dates": data})
    return len(changed)


def _write(where: dict[str, Any], row: Row) -> None:
    if row == NOTHING:
        PromptDates.objects.filter(**where).delete()
    else:
        PromptDates.objects.update_or_create(**where, defaults=dict(zip(COLUMNS, row, strict=True)))


def _plain(row: Row) -> list[str]:
    return [str(day) if day else "" for day in row]
