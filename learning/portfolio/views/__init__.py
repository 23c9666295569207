from learning.portfolio.views.citing import entry_cite
from learning.portfolio.views.deadlines import (
    extension_ask,
    extension_decide,
    extensions,
    extensions_give,
    extensions_grant,
    prompt_dates,
)
from learning.portfolio.views.entries import (
    entry,
    entry_draft,
    entry_recall,
    entry_submit,
    entry_version,
    portfolio,
    receipt,
)
from learning.portfolio.views.files import entry_file
from learning.portfolio.views.journal import (
    journal,
    journal_delete,
    journal_draft,
    journal_file,
    journal_page,
    journal_restore,
    journal_use,
)
from learning.portfolio.views.leading import enrolment_entries, entry_exempt, entry_revive
from learning.portfolio.views.sharing import entry_share, share, share_file, share_revoke, shared
from learning.portfolio.views.whole import (
    closing,
    closing_draft,
    guest_revoke,
    portfolio_file,
    portfolio_readers,
    portfolio_whole,
)

__all__ = [
    "closing",
    "closing_draft",
    "enrolment_entries",
    "entry",
    "entry_cite",
    "entry_draft",
    "entry_exempt",
    "entry_file",
    "entry_recall",
    "entry_revive",
    "entry_share",
    "entry_submit",
    "entry_version",
    "extension_ask",
    "extension_decide",
    "extensions",
    "extensions_give",
    "extensions_grant",
    "guest_revoke",
    "journal",
    "journal_delete",
    "journal_draft",
    "journal_file",
    "journal_page",
    "journal_restore",
    "journal_use",
    "portfolio",
    "portfolio_file",
    "portfolio_readers",
    "portfolio_whole",
    "prompt_dates",
    "receipt",
    "share",
    "share_file",
    "share_revoke",
    "shared",
]
