"""What a reader does on an item's page: mark it as read, take the mark back, keep an answer of her own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from home.accounts.decorators import writing_login_required
from home.accounts.responses import wants_json
from learning.courses.enums import ItemKind
from learning.courses.responses.pages import AnswerForm, render_item
from learning.desk.queries.reading import ReadingContext, reading_context
from learning.enrolment.models import Enrolment
from learning.progress.actions import complete_item, keep_private_answer, undo_item
from learning.progress.forms import PrivateAnswerForm


def _markable(request: HttpRequest, slug: str, item_id: int) -> tuple[ReadingContext, Enrolment]:
    """Returns the unit and the enrolment to mark it in; 404 for whoever has no enrolment in the course."""
    context = reading_context(request.user, slug, item_id)
    if context is None or context.enrolment is None or context.item.kind != ItemKind.UNIT:
        raise Http404
    return context, get_object_or_404(Enrolment, pk=context.enrolment.id)


@require_POST
@writing_login_required
def item_done(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    context, enrolment = _markable(request, slug, item)
    complete_item(by=request.user, enrolment=enrolment, item_id=item)
    if wants_json(request):
        return JsonResponse({"done": True})
    text, undo = gettext("“%(title)s” is marked as read."), gettext("Go back and undo")
    title = {"title": context.item.title}
    messages.success(request, format_html('{} <a href="{}">{}</a>', text % title, context.item.url, undo))
    after = context.course.neighbours(item)[1]
    return redirect(after.url if after else context.course.url)


@require_POST
@writing_login_required
def item_undo(request: HttpRequest, slug: str, item: int) -> HttpResponse:
    context, enrolment = _markable(request, slug, item)
    undo_item(by=request.user, enrolment=enrolment, item_id=item)
    messages.success(request, gettext("“%(title)s” is not marked as read any more.") % {"title": context.item.title})
    return redirect(context.item.url)


@require_POST
@writing_login_required
def answer_save(request: HttpRequest, slug: str, item: int, block: UUID) -> HttpResponse:
    context = reading_context(request.user, slug, item)
    if context is None or not _asks(context, block):
        raise Http404
    form = PrivateAnswerForm(request.POST)
    if not form.is_valid():
        typed = AnswerForm(block, form.typed, form.errors["text"][0])
        return render_item(request, context, typed=typed)
    keep_private_answer(by=request.user, item_id=item, block_id=block, text=form.cleaned_data["text"])
    if request.htmx:
        return HttpResponse(gettext("Kept."))
    messages.success(request, gettext("Your answer is kept. Only you read it."))
    return redirect(f"{reverse('learning:item', args=[slug, item])}#pergunta-{block}")


def _asks(context: ReadingContext, block: UUID) -> bool:
    return any(kind == "think" and payload["block"] == str(block) for kind, payload in context.segments)
