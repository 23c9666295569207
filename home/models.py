"""Re-exports the models of home's areas; the people are an app of their own (home.accounts)."""

from home.notifications.models import Notification, OutboxMail
from home.pages.models import CustomDocument, CustomImage, CustomRendition, HomePage, StandardPage
from home.uploads.models import IncomingUpload, Upload

__all__ = [
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "HomePage",
    "IncomingUpload",
    "Notification",
    "OutboxMail",
    "StandardPage",
    "Upload",
]
