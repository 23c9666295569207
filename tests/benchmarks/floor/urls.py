from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def floor(request: HttpRequest) -> HttpResponse:
    """Session, user and one query of 60 rows."""
    rows = Permission.objects.values_list("id", "name", "codename")[:60]
    return render(request, "floor.html", {"reader": request.user.username, "rows": rows, "paragraphs": range(60)})


urlpatterns = [path("floor/", floor)]
