import re
import uuid
from datetime import datetime, timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forums.actions import MentionRefused
from forums.enums import BoardKind
from forums.models import Board, PostDraft, Topic, TopicDraft
from forums.queries import PREPARED_SALT
from home.richtext import plain_text
from home.richtext.forms import RichTextField
from home.uploads.forms import UploadsField

PREPARED_FOR = 3600
MOST_FILES = 5
MOST_SPLIT = 500
NUMBERS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


def moment_field(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%dT%H:%M"])


def refused_names(refusal: MentionRefused) -> list[str]:
    """Which names nobody here bears, or several do."""
    unknown = gettext("Nobody who reads this board is called “@%(name)s”. Take the @ away or choose another name.")
    unclear = gettext("Several people here are called “@%(name)s”: write the whole name.")
    return [
        said % {"name": name[:60]}
        for said, names in ((unknown, refusal.unknown), (unclear, refusal.unclear))
        for name in dict.fromkeys(names)
    ]


class WordsForm(forms.Form):
    """Text of a post, and the key by which a doubled press stays one."""

    html = RichTextField(label=_("Your post"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def refuse_mention(self, refusal: MentionRefused) -> None:
        """Says it beside the text."""
        for said in refused_names(refusal):
            self.add_error("html", said)


class DraftedForm(WordsForm):
    """A text whose draft the server keeps: the form knows which number of it it shows."""

    base_number = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=0)

    def tell_conflict(self, stored: PostDraft | TopicDraft) -> None:
        """Another window saved another text: both are shown, and the next save of this one wins."""
        said = gettext("Another window saved this meanwhile: “%(text)s”")
        self.add_error("html", said % {"text": plain_text(stored.html)})
        self.data = self.data.copy()
        self.data["base_number"] = stored.draft_number


class PostForm(DraftedForm):
    """A post, and the post it answers."""

    reply_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    files = UploadsField(label=_("Pictures and files"), required=False, most=MOST_FILES)


class TopicForm(DraftedForm):
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        required=False,
        help_text=_("In a few words, so that others find it. Left empty, the first words of your post stand for it."),
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=200, required=False, help_text=_("Up to five words, with commas between them.")
    )
    files = UploadsField(label=_("Pictures and files"), required=False, most=MOST_FILES)

    field_order = ("subject", "html", "tags", "files")

    @classmethod
    def prepared(cls, token: str, draft: TopicDraft | None = None) -> "TopicForm":
        """With what she had begun, and behind it what another page of the site signed (`prepared_topic_url`)."""
        try:
            subject, html = signing.loads(token, salt=PREPARED_SALT, max_age=PREPARED_FOR)
        except signing.BadSignature:
            subject, html = "", ""
        if draft is None:
            return cls(initial={"subject": subject, "html": html})
        kept = {"key": draft.key, "base_number": draft.draft_number, "tags": draft.tags}
        return cls(initial={**kept, "subject": draft.subject or subject, "html": draft.html + html})

    def allow_unfinished(self) -> None:
        """As a draft it may want anything."""
        self.fields["html"].required = False

    def clean_tags(self) -> list[str]:
        return self.cleaned_data["tags"].split(",")


class PostEditForm(WordsForm):
    # A change that is sent twice is the same change.
    key = None


class AsideForm(WordsForm):
    html = RichTextField(label=_("Private reply"), help_text=_("Only the author of this post and the staff read it."))


class SiteBoardForm(forms.Form):
    """A board for everybody who has an account."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"), max_length=500, required=False, help_text=_("What is talked about here, in a sentence.")
    )
    kind = forms.ChoiceField(label=_("How does one talk here?"), choices=BoardKind.choices)


class BookmarkForm(forms.Form):
    """When to be reminded: never, tomorrow, in a week, in a month."""

    days = forms.TypedChoiceField(
        label=_("Remind me"),
        choices=[(0, _("no reminder")), (1, _("tomorrow")), (7, _("in a week")), (30, _("in a month"))],
        coerce=int,
        initial=0,
    )

    @property
    def remind_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=days) if days else None


class TagsForm(forms.Form):
    tags = TopicForm.base_fields["tags"]

    def clean_tags(self) -> list[str]:
        return self.cleaned_data["tags"].split(",")


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it closed?"), max_length=200, required=False, help_text=_("Everybody who reads it sees this.")
    )


class PlanForm(forms.Form):
    starts_at = moment_field(_("Opens at"))
    ends_at = moment_field(_("Closes at"))
    lock_after_days = forms.IntegerField(
        label=_("Closes after days without a post"), required=False, min_value=1, max_value=365
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", gettext("It closes before it opens."))
        return data


class MoveForm(forms.Form):
    board = forms.ModelChoiceField(label=_("To which board?"), queryset=Board.objects.none(), empty_label=None)

    def __init__(self, *args, boards, **options):
        super().__init__(*args, **options)
        self.fields["board"].queryset = boards


class SplitForm(forms.Form):
    numbers = forms.CharField(
        label=_("Which posts?"), max_length=200, help_text=_("Their numbers, such as 4, 6-9. The first one stays.")
    )
    subject = forms.CharField(label=_("Subject of the new conversation"), max_length=200)

    def clean_numbers(self) -> set[int]:
        numbers: set[int] = set()
        for piece in self.cleaned_data["numbers"].split(","):
            found = NUMBERS.fullmatch(piece.strip())
            if found is None:
                raise ValidationError(gettext("Write numbers, such as 4, 6-9."))
            first, last = int(found[1]), int(found[2] or found[1])
            if not first <= last < first + MOST_SPLIT:
                raise ValidationError(gettext("Write the smaller number first, and at most 500 posts."))
            numbers.update(range(first, last + 1))
        return numbers


class MergeForm(forms.Form):
    """The topic to join to is named by its number or by its address as copied."""

    into = forms.CharField(
        label=_("To which conversation?"),
        max_length=500,
        help_text=_("Copy its address from the browser and paste it."),
    )

    def __init__(self, *args, topics, **options):
        super().__init__(*args, **options)
        self.topics = topics

    def clean_into(self) -> Topic:
        found = re.search(r"(?:/t/|^\s*)(\d{1,15})(?:/|\s*$)", self.cleaned_data["into"])
        topic = self.topics.filter(pk=int(found[1])).first() if found else None
        if topic is None:
            raise ValidationError(gettext("There is no such conversation on the boards that you look after."))
        return topic
