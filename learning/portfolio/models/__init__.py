from learning.portfolio.models.citing import CitedChange
from learning.portfolio.models.dates import PromptDates
from learning.portfolio.models.decisions import (
    DeadlineExtension,
    DeadlineExtensionQuerySet,
    Exemption,
    ExemptionQuerySet,
)
from learning.portfolio.models.entries import (
    EntryDraft,
    EntryDraftQuerySet,
    EntryVersion,
    EntryVersionQuerySet,
    PortfolioEntry,
    PortfolioEntryQuerySet,
    in_charge_of,
    staff_over,
)
from learning.portfolio.models.files import ExpectedFile, ExpectedFileQuerySet
from learning.portfolio.models.journal import JournalPage, JournalPageQuerySet
from learning.portfolio.models.sharing import Share, ShareQuerySet
from learning.portfolio.models.whole import (
    ClosingText,
    ClosingVersion,
    GuestPass,
    GuestPassQuerySet,
    PortfolioReading,
    readable_portfolios,
)

__all__ = [
    "CitedChange",
    "ClosingText",
    "ClosingVersion",
    "DeadlineExtension",
    "DeadlineExtensionQuerySet",
    "EntryDraft",
    "EntryDraftQuerySet",
    "EntryVersion",
    "EntryVersionQuerySet",
    "Exemption",
    "ExemptionQuerySet",
    "ExpectedFile",
    "ExpectedFileQuerySet",
    "GuestPass",
    "GuestPassQuerySet",
    "JournalPage",
    "JournalPageQuerySet",
    "PortfolioEntry",
    "PortfolioEntryQuerySet",
    "PortfolioReading",
    "PromptDates",
    "Share",
    "ShareQuerySet",
    "in_charge_of",
    "readable_portfolios",
    "staff_over",
]
