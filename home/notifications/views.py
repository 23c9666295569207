from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from home.notifications.actions import mark_all_read, mark_read
from home.notifications.queries import notification_page, unread_count


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    page = notification_page(request.user, request.GET.get("pagina"))
    context = {"page": page, "unread_notifications": unread_count(request.user)}
    return render(request, "home/notifications/notifications.html", context)


@require_safe
@login_required
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to what the notice speaks of. That it was read is a reading trace, the one thing a GET may leave."""
    notification = get_object_or_404(request.user.notifications, pk=pk)
    mark_read(notification)
    return redirect(notification.url)


@require_POST
@login_required
def notifications_read(request: HttpRequest) -> HttpResponse:
    mark_all_read(by=request.user)
    messages.success(request, _("All notices are marked as read."))
    return redirect("home:notifications")
