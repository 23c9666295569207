from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from home.accounts.models import Profession, User
from learning.enrolment.models import Enrolment, Polo


@dataclass(frozen=True)
class EntryFacts:
    """By what a student is counted."""

    profession: Profession | None
    municipality: str
    polo: Polo | None


@transaction.atomic
def correct_entry(*, by: User, enrolment: Enrolment, facts: EntryFacts, reason: str) -> bool:
    """Corrects what was declared wrongly at the enrolment; figures count the new values from now on.

    Her profile and what she declared later stay as they are. Returns whether anything was to be corrected.
    """
    stored = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    before = _plain(stored)
    stored.profession_at_entry, stored.municipality_at_entry = facts.profession, facts.municipality
    stored.polo = facts.polo
    after = _plain(stored)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if not changed:
        return False
    stored.save(update_fields=list(changed))
    log(instance=stored, action="learning.enrolment_correct", user=by, data={**changed, "reason": reason})
    return True


def _plain(enrolment: Enrolment) -> dict[str, Any]:
    """A profession by its code, a support centre by its number: names may change after the log was written."""
    profession = enrolment.profession_at_entry
    return {
        "profession_at_entry": profession.code if profession else None,
        "municipality_at_entry": enrolment.municipality_at_entry,
        "polo": enrolment.polo_id,
    }
