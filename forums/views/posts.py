from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forums import actions, rules
from forums.actions import AnswerText, DraftConflict, EditWindowClosed, MentionRefused, PostGone, TooFast, TopicLocked
from forums.enums import MemberRole, ReactionKind
from forums.forms import AsideForm, BookmarkForm, PostEditForm, PostForm
from forums.models import HeldPost, Post, Topic
from forums.queries import TopicPage, asides_of, bookmark_of, earlier_texts, files_of
from forums.responses import aside_list, draft_refused, draft_saved, file_list, too_fast_words, waits_words
from forums.views.topics import page_or_404, received_files, topic_response
from home.accounts.decorators import writing_login_required
from home.richtext.decorators import composer_page
from home.uploads.actions import UploadRefused


def post_or_404(request: HttpRequest, post_id: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related("topic__board", "author")
    return get_object_or_404(posts, pk=post_id)


def _to_post(post: Post, sent: str = "") -> HttpResponseRedirect:
    """Back to where it stands; `sent` is the key of the form that it came with."""
    more = f"&enviada={sent}" if sent else ""
    return redirect(f"{reverse('forums:topic', args=[post.topic_id])}?ir={post.number}{more}#p{post.number}")


@require_POST
@writing_login_required
@composer_page
def post_new(request: HttpRequest, topic_id: int) -> HttpResponse:
    found = page_or_404(request, topic_id)
    if found.role == MemberRole.READER:
        raise PermissionDenied
    form = PostForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            written = _write(request, found, form)
        except TopicLocked:
            form.add_error(None, _("This conversation was closed meanwhile. Your text is below: copy it elsewhere."))
        except TooFast as refusal:
            form.add_error(None, too_fast_words(refusal.seconds))
        except UploadRefused as refusal:
            form.add_error("files", str(refusal))
        except MentionRefused as refusal:
            form.refuse_mention(refusal)
        else:
            return _sent(request, written)
    return topic_response(request, found, form, 422)


def _sent(request: HttpRequest, written: Post | HeldPost) -> HttpResponse:
    if isinstance(written, Post):
        return _to_post(written, sent=str(written.key))
    messages.success(request, waits_words())
    return redirect(f"{reverse('forums:topic', args=[written.topic_id])}?enviada={written.key}")


def _write(request: HttpRequest, found: TopicPage, form: PostForm) -> Post | HeldPost:
    data, answered = form.cleaned_data, None
    if data["reply_to"]:
        posts = Post.objects.visible_to(request.user).filter(topic=found.id)
        answered = posts.filter(number=data["reply_to"]).first()
    if found.is_locked:
        # Before its files are taken in.
        raise TopicLocked
    return actions.receive_post(
        by=request.user,
        topic=Topic.objects.select_related("board").get(pk=found.id),
        html=data["html"],
        key=data["key"],
        in_reply_to=answered,
        files=received_files(request, form),
    )


@require_POST
@writing_login_required
@composer_page
def post_draft(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Keeps on the server what is being answered; nothing typed is nothing kept."""
    found = page_or_404(request, topic_id)
    if found.role == MemberRole.READER:
        raise PermissionDenied
    form = PostForm(request.POST)
    form.fields["html"].required = False
    if not form.is_valid():
        return draft_refused(request, 422) or topic_response(request, found, form, 422)
    data = form.cleaned_data
    text = AnswerText(data["html"], data["key"], data["reply_to"])
    try:
        saved = actions.save_answer_draft(
            by=request.user, topic_id=found.id, base_number=data["base_number"] or 0, text=text
        )
    except DraftConflict as conflict:
        form.tell_conflict(conflict.stored)
        return draft_refused(request, 409) or topic_response(request, found, form, 409)
    return draft_saved(request, reverse("forums:topic", args=[found.id]), saved)


@require_GET
@login_required
@composer_page
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post with all that can be done with it; its address outlives a move."""
    return _post_response(request, post_or_404(request, post_id))


def _post_response(request: HttpRequest, found: Post, aside: AsideForm | None = None) -> HttpResponse:
    person = request.user
    context = {
        "post": found,
        "files": file_list(files_of([found.pk])[found.pk]),
        "earlier": earlier_texts(found),
        "bookmark": bookmark_of(person, found),
        "bookmark_form": BookmarkForm(),
        "asides": aside_list(asides_of([found.pk], person).get(found.pk, ())),
        "aside_form": (aside or AsideForm()) if rules.may_reply_aside(person, found) else None,
        "may_report": rules.may_report(person, found),
        "may_warn": rules.may_moderate(person, found.topic.board) and found.author not in (None, person),
        "may_delete": rules.may_delete(person, found),
        "may_edit": rules.may_edit(person, found),
    }
    return render(request, "forums/post_page.html", context, status=422 if aside else 200)


@writing_login_required
@composer_page
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    if found.author_id != request.user.pk or not found.is_standing:
        raise PermissionDenied
    form = PostEditForm(request.POST or None, initial={"html": found.html})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_post(by=request.user, post=found, html=form.cleaned_data["html"])
        except EditWindowClosed:
            form.add_error(None, _("The half hour for changes is over. Answer in the conversation instead."))
        except MentionRefused as refusal:
            form.refuse_mention(refusal)
        else:
            return _to_post(found)
    status = 422 if request.method == "POST" else 200
    return render(request, "forums/post_edit.html", {"post": found, "form": form}, status=status)


@require_POST
@login_required
def post_delete(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    if found.is_standing and not rules.may_delete(request.user, found):
        raise PermissionDenied
    actions.delete_post(by=request.user, post=found)
    messages.success(request, _("The post was deleted. Its place says so."))
    return _to_post(found)


@require_POST
@login_required
def post_react(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    for kind in ReactionKind:
        if kind.value in request.POST:
            actions.react(by=request.user, post=found, kind=kind, on=request.POST[kind.value] == "1")
    return _to_post(found)


@require_POST
@login_required
def post_accept(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    if not rules.may_accept(request.user, found.topic):
        raise PermissionDenied
    actions.accept_answer(by=request.user, post=found, accepted=request.POST.get("on") == "1")
    return _to_post(found)


@require_POST
@login_required
def post_bookmark(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    form = BookmarkForm(request.POST)
    if request.POST.get("on") == "0":
        actions.drop_bookmark(by=request.user, post=found)
        messages.success(request, _("No longer saved."))
    else:
        actions.keep_bookmark(by=request.user, post=found, remind_at=form.remind_at if form.is_valid() else None)
        messages.success(request, _("Saved. You find it under Conversations, Saved."))
    return redirect("forums:post", post_id)


@require_POST
@writing_login_required
@composer_page
def post_aside(request: HttpRequest, post_id: int) -> HttpResponse:
    found = post_or_404(request, post_id)
    if not rules.may_reply_aside(request.user, found):
        raise PermissionDenied
    form = AsideForm(request.POST)
    if form.is_valid():
        try:
            actions.reply_aside(by=request.user, post=found, **form.cleaned_data)
        except PostGone:
            form.add_error(None, _("This post was deleted meanwhile. Your text is below: copy it elsewhere."))
        else:
            messages.success(request, _("Sent. Only the author of the post and the staff read it."))
            return redirect("forums:post", post_id)
    return _post_response(request, found, form)
