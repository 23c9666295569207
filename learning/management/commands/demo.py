from django.conf import settings
from django.core.management import BaseCommand, CommandError

from home.accounts.models import User
from learning.courses.models import CoursePage
from learning.management.demo.loading import load_demo


class Command(BaseCommand):
    help = "Loads the demo into an empty database: a course, its people, and what they wrote. Invented, all of it."

    def add_arguments(self, parser):
        parser.add_argument("--students", type=int, default=0, help="so many invented students more, written in bulk")
        parser.add_argument(
            "--waiting",
            type=int,
            default=0,
            help="so many of them are one tutoring group, and each waits for tutora@example.org to read a reflection",
        )

    def handle(self, *args, students: int, waiting: int, verbosity: int, **options):
        if not 0 <= waiting <= students:
            raise CommandError("Those who wait are some of the students: --waiting is at most --students.")
        if settings.STAFF_SECOND_FACTOR_REQUIRED:
            raise CommandError("These are the settings of a server: invented people with a known password stay out.")
        if User.objects.exists() or CoursePage.objects.exists():
            self.stdout.write("There is data already: nothing was changed.")
            return
        load_demo(students=students, waiting=waiting, quiet=verbosity == 0)
        self.stdout.write(f"The demo is loaded: {User.objects.count()} people.")
