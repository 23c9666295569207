from django.conf import settings
from django.core.management import BaseCommand

from learning.management.site import make_site


class Command(BaseCommand):
    help = "Names the site and makes its first pages; asked again, it changes the names alone."

    def add_arguments(self, parser):
        parser.add_argument("--name", default="Roda")
        parser.add_argument("--institution", default="")
        parser.add_argument("--contact", default="")

    def handle(self, *args, name: str, institution: str, contact: str, **options):
        make_site(name, settings.SITE_URL)
        self.stdout.write(f"{name} is at {settings.SITE_URL}.")
