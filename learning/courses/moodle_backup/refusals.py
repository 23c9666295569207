"""The one way in which a file is turned away."""

from django.utils.translation import gettext_lazy as _


class BackupRefused(Exception):
    """The file is not read at all; `reason` is one translatable English sentence for the person who sent
    it.
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return str(self.reason)


NOT_A_BACKUP = _("This file is not a Moodle backup: it is neither a zip nor a gzip-tar archive.")
DAMAGED = _("The file is damaged or incomplete: the archive cannot be read to its end.")
NO_CONTENTS = _("This archive is not a Moodle 2-4 backup: it has no moodle_backup.xml.")
EMPTY_CONTENTS = _("This is not a usable Moodle backup: its moodle_backup.xml is empty.")
OLD_FORMAT = _("This is a Moodle 1.9 backup. Restore it in Moodle 2 or later and make a new backup there.")
NOT_A_COURSE = _("This archive is not a Moodle 2-4 backup: its moodle_backup.xml describes no backup.")
TOO_MANY_MEMBERS = _("The archive holds more files than a backup may hold.")
TOO_LARGE = _("The archive would be too large when unpacked.")
TOO_DENSE = _("The archive is packed far more densely than any backup: it looks like a zip bomb.")
UNSAFE_NAME = _("The archive holds a file name that leads outside of it.")
UNSAFE_MEMBER = _("The archive holds a link or a device, which no backup holds.")
REPEATED_MEMBER = _("The archive holds the same file name twice.")
OVERLAPPING = _("The archive holds files that overlap each other.")
ENCRYPTED = _("The archive is protected by a password.")
UNKNOWN_PACKING = _("The archive is packed by a method that Moodle does not use.")
