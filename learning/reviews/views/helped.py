from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from learning.reviews.actions import mark_review_helpful
from learning.reviews.models import Review


@require_POST
@login_required
def review_helped(request: HttpRequest, pk: int) -> HttpResponse:
    """The student marks feedback that helped her, or takes the mark back."""
    reviews = Review.objects.released().filter(entry__enrolment__student=request.user)
    found = get_object_or_404(reviews.select_related("entry__enrolment"), pk=pk)
    mark_review_helpful(by=request.user, review=found, on=request.POST.get("on") == "1")
    whole = reverse("learning:portfolio_whole", args=[found.entry.enrolment.public_id])
    return redirect(f"{whole}?mostrar=tudo#r{found.entry_id}")
