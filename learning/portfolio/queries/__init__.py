from learning.portfolio.queries.entry import Draft, EntryPage, entry_page
from learning.portfolio.queries.history import due_at, rebuild_state
from learning.portfolio.queries.overview import CoursePortfolio, PortfolioRow, ReturnedEntry, portfolio_of, returned_to
from learning.portfolio.queries.parts import Attachment, Prompt, VersionRow, draft_attachments, version_attachments

__all__ = [
    "Attachment",
    "CoursePortfolio",
    "Draft",
    "EntryPage",
    "PortfolioRow",
    "Prompt",
    "ReturnedEntry",
    "VersionRow",
    "draft_attachments",
    "due_at",
    "entry_page",
    "portfolio_of",
    "rebuild_state",
    "returned_to",
    "version_attachments",
]
