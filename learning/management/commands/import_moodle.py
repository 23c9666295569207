import uuid
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from home.accounts.models import User
from learning.courses.models import CourseIndexPage, CoursePage
from learning.courses.moodle_backup import Backup, BackupRefused, Lesson, Line, read_backup
from learning.courses.moodle_import import LABELS, Outcome, Result, import_backup, look_at
from learning.enrolment.actions import OfferingDetails, make_offering
from learning.enrolment.enums import EnrolmentMode
from learning.enrolment.models import Offering
from learning.management.site import make_site

OFFERING_DAYS = 365
LINES_SHOWN = 10
# Counted alone: one line for each of thousands says nothing.
NAMED = (
    Outcome.CHANGED,
    Outcome.EDITED,
    Outcome.EDITED_BOTH,
    Outcome.GONE,
    Outcome.GONE_KEPT,
    Outcome.DRAFT_WITHOUT_WORDS,
    Outcome.FILE_REFUSED,
)


class Command(BaseCommand):
    help = "Imports the content of a Moodle 2-4 course backup (.mbz), or brings an imported course up to date."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--credit", default="", help='who made the content, e.g. "OpenStax, CC BY 4.0"')
        parser.add_argument("--offering", action="store_true", help="also open an offering of the course, from today")
        parser.add_argument("--by", default="", help="e-mail of the offering's coordinator (the first administrator)")
        parser.add_argument("--report", type=Path, help="write every line of the report to this file")

    def handle(self, *args, file: Path, dry_run: bool, report: Path | None, **options):
        if not file.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": file})
        by = coordinator(options["by"]) if options["offering"] and not dry_run else None
        try:
            with read_backup(file) as backup:
                result = self.work(backup, dry_run, options["credit"], by)
        except BackupRefused as refused:
            raise CommandError(str(refused.reason)) from refused
        self.stdout.write("\n".join([*summary(backup, result, dry_run), *counts(result.report.lines)]))
        if report:
            report.write_text("\n".join(every_line(result.report.lines)) + "\n", encoding="utf-8")

    def work(self, backup: Backup, dry_run: bool, credit: str, by: User | None) -> Result:
        pages = 1 + sum(count_pages(backup))
        # On a terminal only.
        with tqdm(total=pages, unit=_("pages"), disable=None, leave=False) as bar:
            if dry_run:
                return look_at(backup, credit=credit, progress=bar.update)
            with transaction.atomic():
                index = CourseIndexPage.objects.first() or make_site(settings.SITE_NAME, settings.SITE_URL)[1]
                result = import_backup(backup, index=index, credit=credit, progress=bar.update)
                if by:
                    open_offering(result.course, by)
        return result


def coordinator(email: str) -> User:
    people = User.objects.filter(is_active=True)
    person = people.filter(email=email.lower()).first() if email else people.filter(is_superuser=True).first()
    if person is None:
        raise CommandError(
            _("Nobody has the address %(email)s.") % {"email": email}
            if email
            else _("There is no administrator to coordinate the offering: name somebody with --by.")
        )
    return person


def open_offering(course: CoursePage, by: User) -> Offering:
    """An offering that everyone may join, for a year from today; asked again for the course, the same one."""
    today = timezone.localdate()
    end = today + timedelta(days=OFFERING_DAYS)
    # It is read by students: in the site's language, whatever the one of the shell.
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Open class")
    details = OfferingDetails(name, today, end, today, end, EnrolmentMode.OPEN)
    return make_offering(by=by, course=course, details=details, key=uuid.uuid5(uuid.NAMESPACE_URL, course.source_key))


def count_pages(backup: Backup) -> tuple[int, int, int]:
    """How many modules, lessons and units."""
    items = [item for module in backup.modules for item in module.items]
    lessons = [item for item in items if isinstance(item, Lesson)]
    units = len(items) - len(lessons) + sum(len(lesson.units) for lesson in lessons)
    return len(backup.modules), len(lessons), units


def summary(backup: Backup, result: Result, dry_run: bool) -> list[str]:
    modules, lessons, units = count_pages(backup)
    what = _("%(title)s. Modules: %(modules)d, lessons: %(lessons)d, readings: %(units)d.") % {
        "title": backup.course.title,
        "modules": modules,
        "lessons": lessons,
        "units": units,
    }
    if dry_run:
        return [what, _("Nothing was written: this was a trial.")]
    return [what, _("The course is at %(address)s") % {"address": settings.SITE_URL + result.course.reading_address}]


def counts(lines: list[Line]) -> list[str]:
    """The sums in plain words; the lines themselves where somebody has to do something."""
    shown = []
    for kind, found in by_kind(lines).items():
        shown.append(f"  {LABELS[kind]}: {sum(line.count for line in found)}")
        named = [line.where for line in found if line.where] if kind in NAMED else []
        shown += [f"    - {where}" for where in named[:LINES_SHOWN]]
        if len(named) > LINES_SHOWN:
            shown.append("    " + _("and %(count)d more") % {"count": len(named) - LINES_SHOWN})
    return shown


def every_line(lines: list[Line]) -> list[str]:
    return [
        "\t".join(filter(None, (str(line.count), str(LABELS[kind]), line.where, line.text)))
        for kind, found in by_kind(lines).items()
        for line in found
    ]


def by_kind(lines: list[Line]) -> dict:
    found = defaultdict(list)
    for line in lines:
        found[line.kind].append(line)
    return {kind: found[kind] for kind in LABELS if kind in found}
