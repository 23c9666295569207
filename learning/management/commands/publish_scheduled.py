from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from home.pages.actions import publish_due_revisions


class Command(WagtailCommand):
    """Wagtail's command stops at the first page that refuses; ours has published the others before."""

    def handle(self, *args, dryrun: bool = False, **options):
        if not dryrun:
            publish_due_revisions()
        super().handle(*args, dryrun=dryrun, **options)
