"""The bank of comments: a reviewer's own and a course's, put into a text by their short codes."""

import re

from django.db import transaction
from django.db.models import F

from home.accounts.models import User
from learning.courses.models import CoursePage
from learning.reviews.models import BankComment

# A code stands alone: "/fonte" at a beginning or behind a blank, and nothing that goes on behind it.
CODE = re.compile(r"(?<!\S)/([a-z0-9_-]{1,24})(?![\w/-])", re.IGNORECASE)


class CodeTaken(Exception):
    """Another comment of the same bank has this code."""


@transaction.atomic
def keep_bank_comment(*, by: User, code: str, text: str, course: CoursePage | None = None) -> BankComment:
    """A comment of one's own, or with `course` one for all who review in it. Raises CodeTaken."""
    owner = None if course else by
    comment, is_new = BankComment.objects.get_or_create(owner=owner, course=course, code=code, defaults={"text": text})
    if not is_new and comment.text != text:
        raise CodeTaken(code)
    return comment


@transaction.atomic
def change_bank_comment(*, by: User, comment: BankComment, code: str, text: str) -> None:
    """Raises CodeTaken."""
    same_bank = BankComment.objects.filter(owner=comment.owner_id, course=comment.course_id, code=code)
    if same_bank.exclude(pk=comment.pk).exists():
        raise CodeTaken(code)
    BankComment.objects.filter(pk=comment.pk).update(code=code, text=text)


@transaction.atomic
def delete_bank_comment(*, by: User, comment: BankComment) -> None:
    comment.delete()


@transaction.atomic
def use_bank_comment(*, by: User, comment: BankComment) -> None:
    """Counts that it was put into a text."""
    BankComment.objects.filter(pk=comment.pk).update(uses=F("uses") + 1)


def expand_codes(*, by: User, text: str) -> str:
    """Puts the comments of the bank in the places of their codes, and counts them; her own come before a course's."""
    codes = {match[1].lower() for match in CODE.finditer(text)}
    if not codes:
        return text
    found = BankComment.objects.visible_to(by).filter(code__in=codes).order_by("owner_id")
    by_code = {comment.code: comment for comment in found if comment.owner_id is None}
    by_code |= {comment.code: comment for comment in found if comment.owner_id}
    for comment in by_code.values():
        use_bank_comment(by=by, comment=comment)
    return CODE.sub(lambda match: by_code[match[1].lower()].text if match[1].lower() in by_code else match[0], text)
