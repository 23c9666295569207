"""What the worker does by the clock, in the early morning of São Paulo (times are UTC)."""

from home.queue.registry import scheduled
from learning.portfolio.actions import close_what_ended, remind_of_dates, remove_deleted_pages, sweep_hashes


@scheduled("portfolio.remind_of_dates", hour="10", minute="0")
def remind() -> None:
    remind_of_dates()


@scheduled("portfolio.close_what_ended", hour="9", minute="30")
def close() -> None:
    close_what_ended()


@scheduled("portfolio.sweep_hashes", hour="5", minute="20")
def sweep() -> None:
    sweep_hashes()


@scheduled("portfolio.sweep_journal", hour="3", minute="31")
def sweep_journal() -> None:
    remove_deleted_pages()
