import datetime
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from home.accounts.models import User
from home.notifications.models import Notification
from home.notifications.queries import hidden_notifications
from home.uploads.actions import receive_upload
from learning.courses.models import ReflectionPage
from learning.enrolment.enums import EnrolmentState
from learning.portfolio.actions import (
    DraftConflict,
    EntryRefused,
    GuestRefused,
    invite_guest,
    publish_closing,
    revoke_guest,
    save_closing,
)
from learning.portfolio.enums import EntryState
from learning.portfolio.models import ClosingVersion, EntryVersion, GuestPass, PortfolioReading, readable_portfolios
from learning.portfolio.rules import may_read_whole
from learning.reviews.actions import ReviewContent, accept_entry, save_review_draft
from learning.reviews.models import Review
from tests.factories.learning import EntryFactory
from tests.factories.portfolio import (
    ASKED,
    GuestPassFactory,
    accepted_review,
    annotated,
    content,
    opened_review,
    returned_review,
    sent_entry,
    started_entry,
)


def whole(enrolment) -> str:
    return reverse("learning:portfolio_whole", args=[enrolment.public_id])


@pytest.fixture
def guest(enrolment):
    return GuestPassFactory(enrolment=enrolment, invited_by=enrolment.student).guest


def filled(enrolment, tutor, count: int) -> None:
    """So many accepted entries, each with two versions, a file and two released reviews."""
    student, now = enrolment.student, timezone.now()
    file = receive_upload(by=student, file=ContentFile(b"Ata da roda, sem nomes.\n" * 20), name="ata.txt")
    module = ReflectionPage.objects.descendant_of(enrolment.course).first().get_parent()
    for number in range(count):
        prompt = module.add_child(instance=ReflectionPage(title=f"Consigna {number}", prompt="O que viu?"))
        entry = EntryFactory(enrolment=enrolment, prompt=prompt, state=EntryState.ACCEPTED, accepted_at=now)
        for turn in (1, 2):
            version = EntryVersion.objects.create(
                entry=entry, author=student, key=uuid.uuid4(), number=turn, text=f"<p>Vi {turn} coisas na rua.</p>",
                sha256="", intent="final", submitted_at=now + datetime.timedelta(minutes=number),
            )  # fmt: skip
            version.attachments.add(file)
            Review.objects.create(
                entry=entry, version=version, reviewer=tutor, overall=f"Leitura {turn}.", decision="comment",
                opened_at=now, renewed_at=now, released_at=now + datetime.timedelta(minutes=turn),
            )  # fmt: skip


@pytest.mark.parametrize("name", ["student", "tutor", "other_tutor", "coordinator", "editor", "stranger", "guest"])
def test_who_reads_a_whole_portfolio(enrolment, request, name):
    person = request.getfixturevalue(name)
    assert may_read_whole(person, enrolment) is (name in {"student", "tutor", "coordinator", "guest"})
    assert readable_portfolios(person).exists() is may_read_whole(person, enrolment)


def test_nobody_signed_in_reads_nothing(enrolment):
    assert not readable_portfolios(AnonymousUser()).exists()


def test_superuser_reads_no_portfolio(enrolment):
    person = User.objects.create_superuser("root@example.org", "roda-demo")
    assert not readable_portfolios(person).exists()


@pytest.mark.parametrize("name", ["student", "tutor", "guest"])
@pytest.mark.parametrize("count", [1, 30])
def test_whole_costs_a_constant_number_of_queries(
    client, enrolment, tutor, request, name, count, django_assert_num_queries
):
    filled(enrolment, tutor, count)
    person = request.getfixturevalue(name)
    client.force_login(person)
    client.get(whole(enrolment))
    expected = {"student": 10, "tutor": 12, "guest": 10}[name]
    with django_assert_num_queries(expected):
        page = client.get(whole(enrolment)).text
    assert page.count('class="whole__entry') == count


def test_whole_reads_in_the_order_of_time_and_shows_what_changed(client, enrolment, tutor):
    filled(enrolment, tutor, 2)
    client.force_login(enrolment.student)
    page = client.get(whole(enrolment)).text
    assert page.index("Consigna 0</h2>") < page.index("Consigna 1</h2>")
    assert page.count("<ins>") == 2
    assert page.count("<del>") == 2


def test_whole_is_made_of_accepted_work_and_of_all_that_was_sent_where_asked(client, enrolment, tutor):
    sent_entry(enrolment)
    client.force_login(tutor)
    assert "largo da feira" not in client.get(whole(enrolment)).text
    assert "largo da feira" in client.get(whole(enrolment), {"mostrar": "tudo"}).text


def test_what_is_read_without_names_stands_beside_a_name_only_once_it_is_accepted(client, enrolment, tutor):
    entry = sent_entry(enrolment)
    entry.prompt.blind_review = True
    entry.prompt.save()
    client.force_login(tutor)
    assert entry.prompt.title not in client.get(whole(enrolment), {"mostrar": "tudo"}).text
    client.force_login(enrolment.student)
    assert entry.prompt.title in client.get(whole(enrolment), {"mostrar": "tudo"}).text


def test_comments_on_passages_come_with_their_release_and_not_to_guests(client, enrolment, tutor, guest):
    review = opened_review(enrolment, tutor, content(intent="final"))
    annotated(review)
    client.force_login(enrolment.student)
    assert "<q>" not in client.get(whole(enrolment), {"mostrar": "tudo"}).text
    accept_entry(by=tutor, review=review, key=uuid.uuid4(), base_number=0, content=ASKED)
    assert "<q>" in client.get(whole(enrolment)).text
    client.force_login(guest)
    assert "<q>" not in client.get(whole(enrolment)).text


def test_a_guest_finds_accepted_work_alone(client, enrolment, guest):
    sent_entry(enrolment)
    client.force_login(guest)
    assert "largo da feira" not in client.get(whole(enrolment), {"mostrar": "tudo"}).text


def test_a_guest_finds_neither_grade_nor_what_was_taken_out(client, enrolment, tutor, guest):
    filled(enrolment, tutor, 1)
    Review.objects.update(grade=88)
    client.force_login(guest)
    page = client.get(whole(enrolment)).text
    assert "Vi 2 coisas" in page
    assert "<del>" not in page
    assert "Nota:" not in page


@pytest.mark.parametrize("name", ["student", "tutor", "coordinator", "guest"])
def test_nothing_private_stands_in_it(client, enrolment, tutor, request, name):
    """Drafts of the student and of the tutor, canary by canary."""
    review = opened_review(enrolment, tutor)
    save_review_draft(by=tutor, review=review, base_number=0, content=ReviewContent(overall="canarinho nao liberado"))
    save_closing(by=enrolment.student, enrolment=enrolment, base_number=0, text="<p>canarinho do fecho</p>")
    review.entry.draft.text = "<p>canarinho do rascunho</p>"
    review.entry.draft.save()
    client.force_login(request.getfixturevalue(name))
    assert "canarinho" not in client.get(whole(enrolment), {"mostrar": "tudo"}).text


def test_readings_of_others_are_shown_to_the_student(client, enrolment, tutor, guest):
    for person in (enrolment.student, tutor, guest):
        client.force_login(person)
        client.get(whole(enrolment))
    assert list(PortfolioReading.objects.order_by("pk").values_list("reader", "is_guest")) == [
        (tutor.pk, False), (guest.pk, True)
    ]  # fmt: skip
    client.force_login(enrolment.student)
    page = client.get(reverse("learning:portfolio_readers", args=[enrolment.public_id])).text
    assert tutor.name in page
    assert guest.name in page


def test_a_file_opens_from_the_page_and_leaves_its_trace(client, enrolment, tutor, guest):
    filled(enrolment, tutor, 1)
    file = EntryVersion.objects.first().attachments.get()
    EntryVersion.objects.get(number=1).attachments.clear()
    address = reverse("learning:portfolio_file", args=[enrolment.public_id, file.public_id])
    client.force_login(guest)
    assert b"Ata da roda" in client.get(address).getvalue()
    assert PortfolioReading.objects.get().file_id == file.public_id
    EntryVersion.objects.get(number=2).attachments.clear()
    assert client.get(address).status_code == 404


def test_a_file_of_an_earlier_version_is_not_the_guests(client, enrolment, tutor, guest):
    filled(enrolment, tutor, 1)
    file = EntryVersion.objects.first().attachments.get()
    EntryVersion.objects.get(number=2).attachments.clear()
    address = reverse("learning:portfolio_file", args=[enrolment.public_id, file.public_id])
    client.force_login(guest)
    assert client.get(address).status_code == 404
    client.force_login(tutor)
    assert b"Ata da roda" in client.get(address).getvalue()


def test_feedback_that_helped_comes_first(client, enrolment, tutor):
    filled(enrolment, tutor, 1)
    client.force_login(enrolment.student)
    first = Review.objects.order_by("released_at").first()
    client.post(reverse("learning:review_helped", args=[first.pk]), {"on": "1"})
    page = client.get(whole(enrolment)).text
    assert page.index("Leitura 1.") < page.index("Leitura 2.")
    client.post(reverse("learning:review_helped", args=[first.pk]), {"on": "0"})
    first.refresh_from_db()
    assert first.helped_at is None


def test_an_unreleased_review_takes_no_mark(client, enrolment, tutor):
    review = opened_review(enrolment, tutor)
    client.force_login(enrolment.student)
    assert client.post(reverse("learning:review_helped", args=[review.pk]), {"on": "1"}).status_code == 404


# The closing text


def test_closing_is_kept_and_conflicts_are_no_loss(enrolment):
    by = enrolment.student
    saved = save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Um.</p>")
    assert saved.number == 1
    assert save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Um.</p>").number == 1
    with pytest.raises(DraftConflict) as conflict:
        save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Dois.</p>")
    assert conflict.value.stored.text == "<p>Um.</p>"


def test_closing_of_the_same_form_goes_on_after_a_lost_answer(enrolment):
    by, key = enrolment.student, uuid.uuid4()
    save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Um.</p>", form_key=key)
    assert save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Dois.</p>", form_key=key).number == 2


def test_closing_is_published_in_versions(enrolment):
    by = enrolment.student
    with pytest.raises(EntryRefused):
        publish_closing(by=by, enrolment=enrolment)
    save_closing(by=by, enrolment=enrolment, base_number=0, text="<p>Olho para trás.</p>")
    first = publish_closing(by=by, enrolment=enrolment)
    assert publish_closing(by=by, enrolment=enrolment) == first
    save_closing(by=by, enrolment=enrolment, base_number=1, text="<p>Olho para a frente.</p>")
    assert publish_closing(by=by, enrolment=enrolment).number == 2


def closing_data(text="<p>Olho para trás.</p>", **fields):
    return {"text": text, "text_format": "html", "base_number": 0, "key": str(uuid.uuid4()), **fields}


def test_closing_page_saves_publishes_and_shows_both_texts(client, enrolment, tutor):
    client.force_login(enrolment.student)
    address = reverse("learning:closing_draft", args=[enrolment.public_id])
    json = client.post(address, closing_data(), headers={"accept": "application/json"}).json()
    assert json["number"] == 1
    conflict = client.post(address, closing_data("<p>Outra janela.</p>"))
    assert conflict.status_code == 409
    assert "Outra janela." in conflict.text
    assert "Olho para trás." in conflict.text
    answer = client.post(address, closing_data("<p>Junto tudo.</p>", base_number=1, next="publish"))
    assert answer.url == whole(enrolment)
    client.force_login(tutor)
    assert "Junto tudo." in client.get(whole(enrolment)).text


def test_closing_of_a_blank_text_is_refused_in_words(client, enrolment):
    client.force_login(enrolment.student)
    answer = client.post(
        reverse("learning:closing_draft", args=[enrolment.public_id]), closing_data("", next="publish")
    )
    assert answer.status_code == 422
    assert not ClosingVersion.objects.exists()


def test_withdrawn_student_reads_and_writes_no_closing(client, enrolment):
    started_entry(enrolment)
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save()
    client.force_login(enrolment.student)
    assert client.get(whole(enrolment)).status_code == 200
    assert client.get(reverse("learning:closing", args=[enrolment.public_id])).status_code == 403


# Guests


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def test_guest_without_an_account_gets_one_by_mail(enrolment, run_tasks):
    invite_guest(by=enrolment.student, enrolment=enrolment, who=("Bia", "bia@example.org"), ends_on=in_days(5))
    run_tasks()
    assert mail.outbox[0].to == ["bia@example.org"]
    assert "/turmas/convite/" in mail.outbox[0].body


def test_inviting_again_moves_the_day(enrolment, stranger):
    who = (stranger.name, stranger.email.upper())
    for days in (5, 9):
        invite_guest(by=enrolment.student, enrolment=enrolment, who=who, ends_on=in_days(days))
    assert GuestPass.objects.get().ends_on == in_days(9)


@pytest.mark.parametrize(
    ("address", "days", "field"),
    [("student@example.org", 5, "email"), ("bia@example.org", -1, "ends_on"), ("bia@example.org", 400, "ends_on")],
)
def test_guest_is_refused_in_words(enrolment, address, days, field):
    with pytest.raises(GuestRefused) as refused:
        invite_guest(by=enrolment.student, enrolment=enrolment, who=("Bia", address), ends_on=in_days(days))
    assert refused.value.field == field
    assert not GuestPass.objects.exists()


def test_accounts_are_not_opened_in_numbers(enrolment):
    for number in range(5):
        who = ("Bia", f"bia{number}@example.org")
        invite_guest(by=enrolment.student, enrolment=enrolment, who=who, ends_on=in_days(5))
    with pytest.raises(GuestRefused):
        invite_guest(by=enrolment.student, enrolment=enrolment, who=("Bia", "mais@example.org"), ends_on=in_days(5))
    assert not User.objects.filter(email="mais@example.org").exists()


def test_a_notice_of_an_invitation_ends_with_the_pass(enrolment, stranger):
    who = (stranger.name, stranger.email)
    opened = invite_guest(by=enrolment.student, enrolment=enrolment, who=who, ends_on=in_days(5))
    notices = Notification.objects.filter(person=stranger)
    assert hidden_notifications(stranger, notices) == set()
    revoke_guest(by=enrolment.student, guest_pass=opened)
    assert hidden_notifications(stranger, notices) == {notices.get().pk}


def test_mail_of_a_pass_that_was_ended_is_not_sent(enrolment, stranger, run_tasks):
    who = (stranger.name, stranger.email)
    opened = invite_guest(by=enrolment.student, enrolment=enrolment, who=who, ends_on=in_days(5))
    revoke_guest(by=enrolment.student, guest_pass=opened)
    run_tasks()
    assert mail.outbox == []


def test_guest_reads_from_her_portfolio_page_until_the_end(client, enrolment, guest):
    client.force_login(guest)
    assert whole(enrolment) in client.get(reverse("learning:portfolio")).text
    GuestPass.objects.update(ends_on=in_days(-1))
    assert whole(enrolment) not in client.get(reverse("learning:portfolio")).text
    assert client.get(whole(enrolment)).status_code == 404


def test_student_ends_whom_she_invited_and_coordination_everybody(client, enrolment, coordinator, guest):
    theirs = GuestPassFactory(enrolment=enrolment, invited_by=coordinator)
    client.force_login(enrolment.student)
    addresses = [
        reverse("learning:guest_revoke", args=[enrolment.public_id, row.pk])
        for row in (theirs, GuestPass.objects.get(guest=guest))
    ]
    assert [client.post(address).status_code for address in addresses] == [403, 302]
    client.force_login(coordinator)
    assert client.post(addresses[0]).status_code == 302
    assert not GuestPass.objects.open().exists()


def test_page_invites(client, enrolment):
    client.force_login(enrolment.student)
    address = reverse("learning:portfolio_readers", args=[enrolment.public_id])
    data = {"name": "Bia", "email": "bia@example.org", "ends_on": in_days(5).isoformat()}
    assert client.post(address, {**data, "email": "bia"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert "Bia" in client.get(address).text


def test_released_reviews_come_through(client, enrolment, tutor):
    returned_review(enrolment, tutor)
    client.force_login(enrolment.student)
    assert "Que pergunta a feira traz" in client.get(whole(enrolment), {"mostrar": "tudo"}).text


def test_accepted_reviews_come_through_to_guests(client, enrolment, tutor, guest):
    accepted_review(enrolment, tutor)
    client.force_login(guest)
    assert "Você descreve bem o lugar" in client.get(whole(enrolment)).text
