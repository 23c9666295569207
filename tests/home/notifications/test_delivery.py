import socket
import sys
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from home.notifications import delivery
from home.notifications.actions import notify
from home.notifications.delivery import MAX_ATTEMPTS, send_pending_mails
from home.notifications.enums import OutboxState
from home.notifications.models import OutboxMail
from home.notifications.registry import Event, _events, register
from tests.factories.home import PersonFactory

SMTP = "django.core.mail.backends.smtp.EmailBackend"
EVENT = "tests.told"


@pytest.fixture(autouse=True)
def _event():
    register(Event(code=EVENT, title="Novidade: %(title)s", text="Ela disse: %(said)s", action="Abrir"))
    yield
    del _events[EVENT]


def tell(person, key: str = "1", about=None, **data):
    data = {"title": "Acolhimento", "said": "Olá", **data}
    return notify(EVENT, person, key=key, url="/inicio/", about=about, data=data)


class Sink:
    """A mail server that keeps what it is given; `refusals` are answers to give first."""

    def __init__(self):
        self.received, self.refusals = [], []

    async def handle_DATA(self, server, session, envelope):
        if self.refusals:
            return self.refusals.pop(0)
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def sink(settings):
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT = port
    yield sink
    controller.stop()


@pytest.mark.django_db
def test_a_mail_goes_out_after_the_commit_as_text_and_html(stranger, run_tasks):
    tell(stranger)
    assert mail.outbox == []
    run_tasks()
    [message] = mail.outbox
    assert (message.to, message.subject) == ([stranger.email], "Novidade: Acolhimento")
    assert "Ela disse: Olá" in message.body
    assert f"{django_settings.SITE_URL}/inicio/" in message.body
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "Ela disse: Olá" in html
    assert OutboxMail.objects.get().state == OutboxState.SENT


@pytest.mark.django_db
def test_a_mail_is_sent_once_however_often_the_drain_runs(stranger, run_tasks):
    tell(stranger)
    run_tasks()
    assert send_pending_mails() == 0
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_people_wrote_is_escaped_in_html_and_runs_no_template(stranger, run_tasks):
    tell(stranger, title="<b>x</b>", said="<script>alert(1)</script> {{ person.password }} {% load x %} %(title)s")
    run_tasks()
    html = mail.outbox[0].alternatives[0][0]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ person.password }} {% load x %} %(title)s" in mail.outbox[0].body


@pytest.mark.django_db
def test_a_mail_about_something_lost_meanwhile_is_withheld(student, offering, run_tasks):
    tell(student, about=offering)
    student.enrolments.all().delete()
    run_tasks()
    assert mail.outbox == []
    assert OutboxMail.objects.get().state == OutboxState.WITHHELD


@pytest.mark.django_db
def test_a_mail_about_something_still_seen_goes_out(student, offering, run_tasks):
    tell(student, about=offering)
    run_tasks()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_person_who_may_not_log_in_any_more_hears_nothing(stranger, run_tasks):
    tell(stranger)
    stranger.is_active = False
    stranger.save()
    run_tasks()
    assert OutboxMail.objects.get().state == OutboxState.WITHHELD


@pytest.mark.django_db
def test_a_mail_arrives_at_a_real_server_with_both_parts_and_a_fixed_id(stranger, sink):
    notice = tell(stranger, title="Reunião às 9h")
    assert send_pending_mails() == 1
    [message] = sink.received
    assert message["Subject"] == "Novidade: Reunião às 9h"
    assert message["Message-ID"] == notice.mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_header_injection_stays_in_one_header(stranger, sink):
    path = django_settings.SHARED_FOLDER / "corpora/crlf/crlf.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    hostile = [*lines, "x\r\nBcc: a@example.com", "x\nSubject: y\n\nbody", "x\u2028Bcc: b", "x\0y", "x\x0bBcc: c"]
    for number, text in enumerate(hostile):
        tell(stranger, key=str(number), title=text)
    assert send_pending_mails() == len(hostile)
    for message in sink.received:
        assert len(message.get_all("Subject")) == 1
        assert (message["Bcc"], message["Set-Cookie"], message.defects) == (None, None, [])


@pytest.mark.django_db
def test_a_server_that_is_down_leaves_the_rows_pending(stranger, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 9
    tell(stranger)
    tell(PersonFactory())
    assert send_pending_mails() == 0
    assert set(OutboxMail.objects.values_list("state", "attempts", "next_attempt_at")) == {("pending", 0, None)}


@pytest.mark.django_db
def test_a_server_that_comes_back_gets_each_mail_once_and_in_order(stranger, settings, sink):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    for number in range(3):
        tell(stranger, key=str(number), title=str(number))
    assert send_pending_mails() == 0
    settings.EMAIL_PORT = port
    assert send_pending_mails() == 3
    assert [message["Subject"] for message in sink.received] == ["Novidade: 0", "Novidade: 1", "Novidade: 2"]
    assert send_pending_mails() == 0


@pytest.mark.django_db
def test_a_mail_that_is_refused_is_put_off_and_stops_no_other(stranger, sink):
    sink.refusals = ["451 later"]
    put_off, other = tell(stranger).mail, tell(PersonFactory(), key="2").mail
    assert send_pending_mails() == 1
    put_off.refresh_from_db()
    other.refresh_from_db()
    assert (put_off.state, put_off.attempts, other.state) == (OutboxState.PENDING, 1, OutboxState.SENT)
    assert put_off.next_attempt_at > timezone.now() + timedelta(seconds=30)


@pytest.mark.django_db
def test_a_mail_that_is_always_refused_is_given_up(stranger, sink):
    sink.refusals = ["554 never"] * MAX_ATTEMPTS
    tell(stranger)
    for _ in range(MAX_ATTEMPTS + 1):
        OutboxMail.objects.update(next_attempt_at=None)
        send_pending_mails()
    assert (OutboxMail.objects.get().state, sink.received) == (OutboxState.FAILED, [])


@pytest.mark.django_db
def test_a_notice_whose_words_cannot_be_made_stops_no_other(stranger, run_tasks):
    notify(EVENT, stranger, key="broken", url="/")
    tell(stranger)
    run_tasks()
    assert len(mail.outbox) == 1
    assert OutboxMail.objects.filter(state=OutboxState.PENDING, attempts=1).count() == 1


@pytest.mark.django_db
def test_a_killed_sender_repeats_a_mail_once_at_most(stranger, monkeypatch):
    """Killed after the server took the mail, before the row says so."""
    tell(stranger)
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_finish", lambda mail, state: sys.exit())
        with pytest.raises(SystemExit):
            send_pending_mails()
    assert send_pending_mails() == 0
    OutboxMail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert send_pending_mails() == 1
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [OutboxMail.objects.get().message_id] * 2


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_each_mail_once(stranger, sink):
    if connection.vendor == "sqlite":
        pytest.skip("connections that share a database in memory do not wait for each other, as those to a file do")
    for number in range(12):
        tell(stranger, key=str(number))
    sent, barrier = [], threading.Barrier(3)

    def send():
        barrier.wait()
        try:
            sent.append(send_pending_mails())
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sum(sent) == len(sink.received) == 12
    assert len({message["Message-ID"] for message in sink.received}) == 12


@pytest.mark.django_db
def test_a_mail_speaks_the_persons_language(run_tasks):
    notify(
        "pages.publication_refused", PersonFactory(language="en"), key="1", url="/", data={"title": "X", "reason": ""}
    )
    run_tasks()
    assert mail.outbox[0].subject == "“X” was not published"
    assert '<html lang="en">' in mail.outbox[0].alternatives[0][0]
