"""Who may take a copy along, how often and until when; what becomes of it when its worker is killed."""

import datetime
import time
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import StaffAssignment
from learning.reports import actions
from learning.reports.actions import TooManyCopies, delete_old_copies, request_copy, take_up_copies
from learning.reports.enums import ExportKind, ExportState
from learning.reports.models import Export
from tests.factories.portfolio import (
    ready_copy,
    sent_entry,
)
from tests.learning.reports.test_copies import made


def log_in_now(client, person, at=None):
    """By password, as the log-in page does."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": at or time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def test_a_download_asks_who_it_is_and_leads_back(client, enrolment, run_tasks):
    sent_entry(enrolment)
    student = enrolment.student
    student.set_password("onze palavras de cor")
    student.save()
    export = made(run_tasks, student, ExportKind.HTML, enrolment=enrolment)
    address = reverse("learning:copy_download", args=[export.public_id])
    log_in_now(client, student, at=time.time() - 301)
    copies = reverse("learning:portfolio_copies", args=[enrolment.public_id])
    answer = client.get(address)
    assert answer.url == f"{reverse('account_reauthenticate')}?next={quote(copies, safe='')}"
    assert client.head(address).status_code == 302
    back = client.post(answer.url, {"password": "onze palavras de cor"})
    assert back.url == copies
    assert b"largo da feira" in client.get(address).getvalue()
    assert Export.objects.get().downloads == 1


def test_who_has_no_password_is_asked_for_a_mailed_code(client, enrolment, run_tasks):
    sent_entry(enrolment)
    export = made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment)
    enrolment.student.set_unusable_password()
    enrolment.student.save()
    log_in_now(client, enrolment.student, at=time.time() - 301)
    copies = reverse("learning:portfolio_copies", args=[enrolment.public_id])
    answer = client.get(reverse("learning:copy_download", args=[export.public_id]))
    assert answer.url == f"{reverse('home:confirm')}?next={quote(copies, safe='')}"
    assert Export.objects.get().downloads == 0


def test_a_stranger_is_not_asked_who_she_is(client, enrolment, stranger, run_tasks):
    export = made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment)
    client.force_login(stranger)
    assert client.get(reverse("learning:copy_download", args=[export.public_id])).status_code == 404


def test_three_downloads_and_no_fourth(client, enrolment, run_tasks):
    sent_entry(enrolment)
    export = made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment)
    address = reverse("learning:copy_download", args=[export.public_id])
    log_in_now(client, enrolment.student)
    assert client.head(address).getvalue() == b""
    page = client.get(reverse("learning:portfolio_copies", args=[enrolment.public_id])).text
    assert "3 vezes" in page
    for _ in range(3):
        assert b"largo da feira" in client.get(address).getvalue()
    answer = client.get(address, follow=True)
    assert "baixada três vezes" in answer.text
    assert address not in answer.text
    assert ModelLogEntry.objects.filter(action="learning.copy_download").count() == 3
    # A new one may be asked for at once.
    made(run_tasks, enrolment.student, ExportKind.HTML, enrolment=enrolment)
    assert Export.objects.filter(downloads=0).count() == 1


def test_a_class_copy_is_not_downloaded_when_the_right_was_lost(client, offering, coordinator, enrolment, run_tasks):
    sent_entry(enrolment)
    export = made(run_tasks, coordinator, ExportKind.HTML, offering=offering)
    address = reverse("learning:copy_download", args=[export.public_id])
    log_in_now(client, coordinator)
    assert client.get(address).getvalue().startswith(b"PK")
    StaffAssignment.objects.filter(person=coordinator).delete()
    assert client.get(address).status_code == 403
    assert ModelLogEntry.objects.filter(action="learning.copy_download").count() == 1


@pytest.mark.parametrize("state", [EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN])
def test_her_copy_is_hers_after_the_course(client, enrolment, state, run_tasks):
    sent_entry(enrolment)
    enrolment.state, enrolment.is_current = state, False
    enrolment.save()
    log_in_now(client, enrolment.student)
    address = reverse("learning:portfolio_copies", args=[enrolment.public_id])
    assert client.post(address, {"kind": "html"}).status_code == 302
    run_tasks()
    export = Export.objects.get()
    download = reverse("learning:copy_download", args=[export.public_id])
    assert download in client.get(address).text
    assert b"largo da feira" in client.get(download).getvalue()
    assert "Sua cópia está pronta" in mail.outbox[0].subject


def test_asking_twice_makes_one_copy_and_asking_for_many_is_refused(enrolment, run_tasks):
    by = enrolment.student
    copies = [request_copy(by=by, kind=ExportKind.HTML, name="x", enrolment=enrolment) for _ in range(2)]
    assert copies[0] == copies[1]
    for kind in (ExportKind.PDF, ExportKind.ZIP):
        request_copy(by=by, kind=kind, name="x", enrolment=enrolment)
    with pytest.raises(TooManyCopies):
        request_copy(by=by, kind=ExportKind.HTML, name="x", offering=enrolment.offering)


def test_row_of_a_copy_asks_again_while_it_is_made(client, enrolment):
    export = ready_copy(enrolment)
    client.force_login(enrolment.student)
    address = reverse("learning:copy_state", args=[export.public_id])
    assert "hx-trigger" not in client.get(address).text
    Export.objects.update(state=ExportState.RUNNING, percent=40)
    page = client.get(address).text
    assert 'hx-trigger="every 5s"' in page
    assert "40 %" in page


def test_copies_of_a_killed_worker_are_taken_up_and_given_up_at_last(enrolment, run_tasks):
    export = ready_copy(enrolment)
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    stuck = {"state": ExportState.RUNNING, "begun_at": long_ago, "created_at": long_ago, "expires_at": None}
    Export.objects.update(**stuck, attempts=1)
    take_up_copies()
    run_tasks()
    export.refresh_from_db()
    assert export.is_ready
    Export.objects.update(**stuck, attempts=actions.MOST_ATTEMPTS)
    take_up_copies()
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_copies_go_when_their_time_is_over(client, enrolment):
    export, kept = ready_copy(enrolment), ready_copy(enrolment)
    Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    client.force_login(enrolment.student)
    assert client.get(reverse("learning:copy_download", args=[export.public_id])).status_code == 404
    assert delete_old_copies() == 1
    assert not storages["private"].exists(export.path)
    assert list(Export.objects.all()) == [kept]
