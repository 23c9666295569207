"""The open gallery: nothing here asks who reads, but whether she may take a story back."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_GET

from home.search.forms import SearchForm
from learning.work_changes.models import StoryOffer, StoryPicture
from learning.work_changes.queries import gallery_of, stories_read
from learning.work_changes.rules import may_withdraw

PAGE_SIZE = 12


@require_GET
@cache_control(private=True, max_age=0)
def stories(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    gallery = gallery_of(form.query, request.GET)
    if gallery is None:
        raise Http404
    page = Paginator(gallery.stories, PAGE_SIZE).get_page(request.GET.get("pagina"))
    asked = {**({"q": form.query} if form.query else {}), **gallery.chosen}
    context = {"gallery": gallery, "form": form, "page": page, "query": urlencode(asked)}
    return render(request, "learning/work_changes/stories.html", context)


@require_GET
@cache_control(private=True, max_age=0)
def story(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(stories_read(), slug=slug)
    offers = StoryOffer.objects.visible_to(request.user).select_related("change__enrolment")
    offer = offers.filter(page=page).first() if request.user.is_authenticated else None
    context = {"story": page, "offer": offer if offer and may_withdraw(request.user, offer) else None}
    if page.has_picture:
        alt = _("Title of the story, “%(title)s”, and its category, %(category)s")
        words = alt % {"title": page.title, "category": page.category_label}
        context["picture"] = {"src": reverse("learning:story_picture", args=[slug]), "alt": words}
    return render(request, "learning/work_changes/story.html", context)


def _picture_tag(request: HttpRequest, slug: str) -> str | None:
    drawn = StoryPicture.objects.filter(page__in=stories_read().filter(slug=slug)).values_list("drawn_at", flat=True)
    moment = drawn.first()
    return quote_etag(moment.isoformat()) if moment else None


@require_GET
@cache_control(public=True, no_cache=True)
@condition(etag_func=_picture_tag)
def story_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked for anew each time, so that it goes with its story."""
    picture = get_object_or_404(StoryPicture, page__in=stories_read().filter(slug=slug))
    return HttpResponse(bytes(picture.image), content_type="image/png")
