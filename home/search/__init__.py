"""Search for people who do not type accents: one folding for index and query, on both databases."""

from home.search.folding import fold, fold_words
from home.search.matching import matching
from home.search.snippets import snippet

__all__ = ["fold", "fold_words", "matching", "snippet"]
