import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums import actions, rules
from forums.actions import BoardClosed, DraftConflict, MentionRefused, TooFast, TopicExtras, TopicText
from forums.composer import answer_form_html, drafted
from forums.forms import PostForm, TopicForm
from forums.models import Board, HeldPost, PostDraft, Topic
from forums.ports import host
from forums.queries import (
    Hanging,
    PostRow,
    TopicPage,
    hanging_on,
    merged_place,
    posts_of,
    quoted,
    suggested_names,
    topic_draft,
    topic_page,
)
from forums.queries.care import rules_for
from forums.responses import (
    closed_words,
    draft_refused,
    draft_saved,
    key_sent,
    page_links,
    post_rows,
    tag_links,
    too_fast_words,
    topic_head,
    trace_lines,
    waits_words,
    whole_number,
)
from home.accounts.decorators import writing_login_required
from home.prepared import form_token
from home.richtext.composer import composer_media
from home.richtext.decorators import composer_page
from home.uploads.actions import UploadRefused, receive_upload
from home.uploads.models import Upload


@writing_login_required
@composer_page
def topic_new(request: HttpRequest, board_id: int) -> HttpResponse:
    found, is_sent = _startable_or_403(request, board_id), request.method == "POST"
    form = TopicForm(request.POST, request.FILES) if is_sent else _begun(request, found)
    if is_sent and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("subject", "html", "key")}
        try:
            extras = TopicExtras(tags=form.cleaned_data["tags"], files=received_files(request, form))
            started = actions.receive_topic(by=request.user, board=found, extras=extras, **words)
        except BoardClosed:
            form.add_error(None, _("This board takes no new conversations. Your text is below: copy it elsewhere."))
        except TooFast as refusal:
            form.add_error(None, too_fast_words(refusal.seconds))
        except UploadRefused as refusal:
            form.add_error("files", str(refusal))
        except MentionRefused as refusal:
            form.refuse_mention(refusal)
        else:
            return _to_topic(request, started, words["key"])
    return _topic_form(request, found, form, 422 if is_sent else 200)


def _startable_or_403(request: HttpRequest, board_id: int) -> Board:
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    if found.is_open and not rules.may_start(request.user, found):
        raise PermissionDenied
    return found


def _begun(request: HttpRequest, board: Board) -> TopicForm:
    return TopicForm.prepared(request.GET.get("inicio", ""), topic_draft(request.user, board.pk))


def _topic_form(request: HttpRequest, board: Board, form: TopicForm, status: int) -> HttpResponse:
    context = {"board": board, "form": form, "rules": rules_for(request.user, board.pk)}
    return render(request, "forums/topic_new.html", context, status=status)


@require_POST
@writing_login_required
@composer_page
def topic_draft_save(request: HttpRequest, board_id: int) -> HttpResponse:
    """Keeps on the server a conversation that is being begun."""
    found, form = _startable_or_403(request, board_id), TopicForm(request.POST)
    form.allow_unfinished()
    if not form.is_valid():
        return draft_refused(request, 422) or _topic_form(request, found, form, 422)
    data = form.cleaned_data
    text = TopicText(data["subject"], data["html"], ",".join(data["tags"]), data["key"])
    number = data["base_number"] or 0
    try:
        saved = actions.save_topic_draft(by=request.user, board_id=found.pk, base_number=number, text=text)
    except DraftConflict as conflict:
        form.tell_conflict(conflict.stored)
        return draft_refused(request, 409) or _topic_form(request, found, form, 409)
    return draft_saved(request, reverse("forums:topic_new", args=[found.pk]), saved)


def _to_topic(request: HttpRequest, started: Topic | HeldPost, key: uuid.UUID) -> HttpResponse:
    if isinstance(started, Topic):
        return redirect(f"{reverse('forums:topic', args=[started.pk])}?enviada={key}")
    messages.success(request, waits_words())
    return redirect(f"{reverse('forums:board', args=[started.board_id])}?enviada={key}")


def received_files(request: HttpRequest, form: PostForm | TopicForm) -> list[Upload]:
    """Raises UploadRefused at the first file that is not taken."""
    return [receive_upload(by=request.user, file=file, name=file.name) for file in form.cleaned_data["files"]]


@login_required
@composer_page
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = topic_page(request.user, topic_id, **_wanted(request))
    if found is None:
        return _joined_elsewhere(request, topic_id)
    return topic_response(request, found)


def _wanted(request: HttpRequest) -> dict:
    """Who quotes a post is on its page, whatever the address says beside."""
    if number := whole_number(request.GET.get("citar"), 0):
        return {"page": None, "number": number}
    page = whole_number(request.GET.get("pagina"), 0) or None
    return {"page": page, "number": whole_number(request.GET.get("ir"), 0) or None}


def page_or_404(request: HttpRequest, topic_id: int) -> TopicPage:
    found = topic_page(request.user, topic_id, **_wanted(request))
    if found is None:
        raise Http404
    return found


def _joined_elsewhere(request: HttpRequest, topic_id: int) -> HttpResponse:
    place = merged_place(request.user, topic_id, whole_number(request.GET.get("ir"), 0) or None)
    if place is None:
        raise Http404
    return redirect(f"{reverse('forums:topic', args=[place[0]])}?ir={place[1]}#p{place[1]}")


def _quoting(request: HttpRequest, rows: list[PostRow], draft: PostDraft | None) -> PostForm | None:
    """The form with a quotation, behind what she had begun to write."""
    number = whole_number(request.GET.get("citar"), 0)
    quotation = quoted(rows, number, request.GET.get("trecho", "")[:1000]) if number else {}
    if quotation and draft is not None:
        return drafted(draft, quoting=quotation["html"])
    return PostForm(initial=quotation) if quotation else None


def topic_response(
    request: HttpRequest, found: TopicPage, form: PostForm | None = None, status: int = 200
) -> HttpResponse:
    """`form` is what was typed and refused."""
    rows = posts_of(found)
    if rows and rows[-1].number > found.read:
        # A reading trace: the one thing that looking at a topic writes.
        actions.mark_read(by=request.user, topic_id=found.id, number=rows[-1].number)
    hanging = hanging_on(rows, found, request.user, with_draft=form is None and found.may_post)
    context = _topic_context(request, found, rows, hanging)
    # What was typed is shown even where the topic was closed meanwhile.
    if found.may_post or (form and form.errors):
        shown = form or _quoting(request, rows, hanging.draft)
        context["answer_form"] = answer_form_html(request, found, shown, draft=hanging.draft)
    return render(request, "forums/topic.html", context, status=status)


def _topic_context(request: HttpRequest, found: TopicPage, rows: list[PostRow], hanging: Hanging) -> dict:
    return {
        "topic": found,
        "head": topic_head(found, form_token(request)),
        "posts": post_rows(rows, found, hanging, request.user.pk),
        "first_number": rows[0].number if rows else 1,
        "media": composer_media(),
        "said": closed_words(found),
        "tags": tag_links(hanging.tags, found.board_id) if hanging.tags else "",
        "card": host().topic_card(found.id, request.user) if found.has_card and found.page == 1 else "",
        "traces": trace_lines(hanging.traces) if hanging.traces else "",
        "sent": key_sent(request),
        "waiting": hanging.waiting,
        **page_links(found),
    }


@login_required
def board_people(request: HttpRequest, board_id: int) -> HttpResponse:
    """A fragment: readers of the board whose names begin as typed, to be named in a post."""
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    names = suggested_names(found.pk, request.GET.get("q", "")[:60], without=request.user.pk)
    return render(request, "forums/board_people.html", {"names": names})
