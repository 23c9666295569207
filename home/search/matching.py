"""Finds rows by words in a column that holds folded text, ranked, alike on both databases."""

from django.db.models import Case, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from home.search.folding import fold_words

MAX_WORDS = 12
# No word of a language is longer, and SQLite takes none of any length in a pattern.
MAX_WORD_LENGTH = 60


def matching(queryset: QuerySet, field: str, query: str) -> QuerySet:
    """Rows whose `field` (text kept as `fold()` returns it) has every word of `query`, or a word that begins so.

    Best first, by an annotation `rank`; whole words weigh more than beginnings. A query without words finds nothing.
    """
    words = list(dict.fromkeys(fold_words(query)))[:MAX_WORDS]
    rank = Value(0, output_field=IntegerField())
    if not words or max(map(len, words)) > MAX_WORD_LENGTH:
        return queryset.annotate(rank=rank).none()
    queryset = queryset.alias(folded_padded=Concat(Value(" "), F(field), Value(" "), output_field=TextField()))
    for word in words:
        queryset = queryset.filter(folded_padded__contains=f" {word}")
        rank += Case(When(folded_padded__contains=f" {word} ", then=2), default=1, output_field=IntegerField())
    return queryset.annotate(rank=rank).order_by("-rank", "pk")
