"""Makes the words of the forums' rows, so that their templates' loops translate, format and look up nothing."""

from forums.responses.drafts import draft_refused, draft_saved, key_sent
from forums.responses.lists import (
    board_rows,
    board_top,
    bookmark_rows,
    found_rows,
    participation_columns,
    said_count,
    said_participation,
    topic_rows,
    whole_number,
)
from forums.responses.topic import (
    aside_list,
    closed_words,
    file_list,
    page_links,
    post_rows,
    tag_links,
    too_fast_words,
    topic_head,
    trace_lines,
    waits_words,
)

__all__ = [
    "aside_list",
    "board_rows",
    "board_top",
    "bookmark_rows",
    "closed_words",
    "draft_refused",
    "draft_saved",
    "file_list",
    "found_rows",
    "key_sent",
    "page_links",
    "participation_columns",
    "post_rows",
    "said_count",
    "said_participation",
    "tag_links",
    "too_fast_words",
    "topic_head",
    "topic_rows",
    "trace_lines",
    "waits_words",
    "whole_number",
]
