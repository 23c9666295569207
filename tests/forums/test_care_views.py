"""The pages of care: who comes in, what they say, and that nothing hidden is on any page of others."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.actions import caution_author, hide_post, lock_topic, report_post, tag_topic
from forums.models import BoardCare, Caution, HeldPost, Post, PostReport
from forums.queries import posts_of, topic_page
from forums.queries.care import staff_waiting
from home.uploads.models import Upload
from tests.factories.forums import answer_by, board_with, topic_by

CANARY = "Canarinha"


def send(client, topic, text="Aqui é às sextas.", **data):
    address = reverse("forums:post_new", args=[topic.pk])
    return client.post(address, {"html": text, "key": uuid.uuid4(), **data})


def test_reporting_says_thanks_and_hides_the_post_from_who_reported(client, reader, author, topic):
    post = answer_by(author, topic, f"A senhora {CANARY}.")
    client.force_login(reader)
    assert CANARY in client.get(reverse("forums:topic", args=[topic.pk])).text
    address = reverse("forums:post_report", args=[post.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"reason": "patient", "note": "Diz o nome dela."})
    assert answer.url == reverse("forums:board", args=[topic.board_id])
    page = client.get(reverse("forums:topic", args=[topic.pk])).text
    assert CANARY not in page
    assert PostReport.objects.get().note == "Diz o nome dela."
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("data", [{"reason": ""}, {"reason": "boredom"}, {"reason": "other", "note": "x" * 1001}])
def test_a_report_without_a_reason_is_asked_again(client, reader, topic, data):
    client.force_login(reader)
    answer = client.post(reverse("forums:post_report", args=[topic.posts.get().pk]), data)
    assert answer.status_code == 422
    assert not PostReport.objects.exists()


def test_the_queue_is_decided_and_decisions_are_taken_back(client, reader, keeper, topic):
    post = topic.posts.get()
    report_post(by=reader, post=post, reason="patient", note="Diz o nome dela.")
    client.force_login(keeper)
    queue, decide = reverse("forums:care_queue"), reverse("forums:post_decide", args=[post.pk])
    assert "Diz o nome dela." in client.get(queue).text
    client.post(decide, {"do": "keep"})
    assert "Diz o nome dela." not in client.get(queue).text
    assert "Diz o nome dela." in client.get(queue, {"ver": "decididas"}).text
    client.post(decide, {"do": "reopen"})
    assert Post.objects.get(pk=post.pk).hidden_at is not None
    assert client.post(decide, {"do": "burn"}).status_code == 400


def test_what_waits_is_shown_to_its_author_and_let_in_with_its_files(client, author, reader, keeper, topic):
    BoardCare.objects.create(board=topic.board, held_first=1)
    page, queue = reverse("forums:topic", args=[topic.pk]), reverse("forums:care_queue")
    client.force_login(reader)
    file = SimpleUploadedFile("ata.txt", b"Ata da roda, sem nomes.\n" * 20)
    send(client, topic, f"Olá, {CANARY}", files=[file])
    held, upload = HeldPost.objects.get(), Upload.objects.get()
    assert CANARY in client.get(page).text
    client.force_login(author)
    assert CANARY not in client.get(page).text
    assert client.get(reverse("home:upload", args=[upload.public_id])).status_code == 404
    client.force_login(keeper)
    assert CANARY in client.get(queue).text
    client.post(reverse("forums:held_decide", args=[held.pk]), {"do": "let_in"})
    client.force_login(author)
    assert CANARY in client.get(page).text
    assert b"Ata da roda" in client.get(reverse("home:upload", args=[upload.public_id])).getvalue()
    client.force_login(reader)
    assert client.get(page).text.count(CANARY) == 1


def test_a_conversation_that_waits_is_on_the_board_for_its_author_alone(client, author, reader, board):
    BoardCare.objects.create(board=board, held_first=1, rules="Sem nomes de pacientes.")
    client.force_login(reader)
    page = reverse("forums:board", args=[board.pk])
    data = {"subject": CANARY, "html": "Cheguei.", "tags": "chegada, roda", "key": uuid.uuid4()}
    assert client.post(reverse("forums:topic_new", args=[board.pk]), data).url == f"{page}?enviada={data['key']}"
    assert CANARY in client.get(page).text
    client.force_login(author)
    assert CANARY not in client.get(page).text


def test_letting_in_where_the_place_was_closed_says_so(client, reader, keeper, topic):
    BoardCare.objects.create(board=topic.board, held_first=1)
    client.force_login(reader)
    send(client, topic)
    lock_topic(by=keeper, topic=topic, locked=True)
    client.force_login(keeper)
    client.post(reverse("forums:held_decide", args=[HeldPost.objects.get().pk]), {"do": "let_in"})
    assert HeldPost.objects.waiting().exists()


def test_the_rules_of_the_room_stand_before_the_first_post(client, author, reader, topic):
    BoardCare.objects.create(board=topic.board, rules="Sem nomes de pacientes.")
    places = [reverse("forums:topic", args=[topic.pk]), reverse("forums:topic_new", args=[topic.board_id])]
    client.force_login(reader)
    assert all("Sem nomes de pacientes." in client.get(place).text for place in places)
    send(client, topic)
    assert not any("Sem nomes de pacientes." in client.get(place).text for place in places)


def test_slow_mode_keeps_the_text(client, reader, topic):
    BoardCare.objects.create(board=topic.board, slow_seconds=600)
    client.force_login(reader)
    assert send(client, topic).status_code == 302
    answer = send(client, topic, "O segundo texto.")
    assert answer.status_code == 422
    assert "O segundo texto." in answer.text
    data = {"subject": "Outra", "html": "O terceiro texto.", "key": uuid.uuid4()}
    answer = client.post(reverse("forums:topic_new", args=[topic.board_id]), data)
    assert answer.status_code == 422
    assert "O terceiro texto." in answer.text


def test_a_warning_is_sent_read_and_withdrawn(client, author, keeper, topic):
    client.force_login(keeper)
    address = reverse("forums:post_caution", args=[topic.posts.get().pk])
    assert client.post(address, {"text": "", "key": uuid.uuid4()}).status_code == 422
    client.post(address, {"text": "Sem nomes, por favor.", "key": uuid.uuid4()})
    caution = Caution.objects.get()
    page = reverse("forums:caution", args=[caution.pk])
    client.force_login(author)
    assert "Sem nomes, por favor." in client.get(page).text
    client.force_login(keeper)
    assert "Sem nomes, por favor." in client.get(reverse("forums:board_care", args=[topic.board_id])).text
    client.post(reverse("forums:caution_withdraw", args=[caution.pk]))
    client.force_login(author)
    assert client.get(page).status_code == 404


def test_the_care_of_a_board_is_changed_and_logged(client, keeper, board):
    client.force_login(keeper)
    address = reverse("forums:board_care", args=[board.pk])
    wanted = {"rules": "Sem nomes.", "following": "off", "slow_seconds": 60, "held_first": 2, "listed_words": "rifa"}
    assert client.post(address, wanted).status_code == 302
    assert BoardCare.objects.values("rules", "following", "slow_seconds", "held_first", "listed_words").get() == wanted
    assert "segundos entre duas mensagens da mesma pessoa: – → 60" in client.get(address).text
    wrong = client.post(address, {**wanted, "slow_seconds": -1, "rules": "Outras."})
    assert wrong.status_code == 422
    assert "Outras." in wrong.text


READ = ("forums:post_report", "forums:post_caution", "forums:board_care", "forums:participation")
WRITE = ("forums:post_decide", "forums:board_export", "forums:held_decide", "forums:caution_withdraw")


def address_of(name, board, topic):
    post = topic.posts.get(number=1)
    held, _new = HeldPost.objects.get_or_create(board=board, author=topic.author, defaults={"held_at": post.created_at})
    caution = Caution.objects.get_or_create(board=board, person=topic.author, defaults={"given_at": post.created_at})[0]
    thing = {"post": post, "held": held, "caution": caution}.get(name.split(":")[1].split("_")[0], board)
    return reverse(name, args=[thing.pk])


@pytest.mark.parametrize("name", READ + WRITE)
def test_an_outsider_finds_nothing_and_a_member_may_not(client, outsider, author, board, topic, name):
    method = client.get if name in READ else client.post
    client.force_login(outsider)
    assert method(address_of(name, board, topic)).status_code == 404
    client.force_login(author)
    assert method(address_of(name, board, topic)).status_code == 403


def test_nobody_but_the_staff_sees_the_queue(client, author, outsider):
    for person in (author, outsider):
        client.force_login(person)
        assert client.get(reverse("forums:care_queue")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_much(client, author, reader, keeper, topic, count, django_assert_num_queries):
    for _ in range(count):
        post = answer_by(author, topic)
        report_post(by=reader, post=post, reason="other")
        caution_author(by=keeper, post=post, text="Sem nomes.", key=uuid.uuid4())
    hide_post(by=keeper, post=post)
    client.force_login(keeper)
    pages = {
        reverse("forums:care_queue"): 4,
        reverse("forums:board_care", args=[topic.board_id]): 6,
        reverse("forums:participation", args=[topic.board_id]): 8,
    }
    for page, most in pages.items():
        client.get(page)
        with django_assert_num_queries(most):
            client.get(page)


def test_staff_is_told_how_much_waits(author, reader, keeper, topic, django_assert_num_queries):
    for _ in range(2):
        post = answer_by(author, topic)
        for who in (reader, keeper):
            report_post(by=who, post=post, reason="other")
    HeldPost.objects.create(board=topic.board, author=reader, held_at=post.created_at, html="x")
    with django_assert_num_queries(1):
        assert staff_waiting(keeper) == 3
    assert staff_waiting(reader) is None


# Everything that a person may read in the forums by an address of her own.
PAGES = (
    "/conversas/", "/conversas/busca/?q=canarinha", "/conversas/busca/?etiqueta=canarinha", "/conversas/guardadas/",
    "/conversas/listas/novas/", "/conversas/listas/minhas/", "/conversas/listas/sem-resposta/", "/avisos/", "/",
)  # fmt: skip


def pages_telling(client, person, topic, post) -> list[str]:
    """The addresses whose answer holds the canary's word beyond what was asked for."""
    client.force_login(person)
    own = [
        f"/conversas/{topic.board_id}/", f"/conversas/t/{topic.pk}/", f"/conversas/t/{topic.pk}/?citar={post.number}",
        f"/conversas/p/{post.pk}/", f"/conversas/{topic.board_id}/?etiqueta=canarinha",
    ]  # fmt: skip
    found = []
    for address in (*PAGES, *own):
        text = client.get(address).content.decode()
        asked = re.sub(r'value="[^"]*"|<title>.*?</title>|Nada encontrado[^<]*', "", text)
        if CANARY in asked:
            found.append(address)
    return found


def test_a_hidden_conversation_is_on_no_page_of_others(client, author, reader, keeper, other_reader, board):
    topic = topic_by(author, board, f"Caso de {CANARY}")
    tag_topic(by=keeper, topic=topic, labels=[CANARY])
    post = topic.posts.get()
    assert pages_telling(client, other_reader, topic, post)
    report_post(by=reader, post=post, reason="patient")
    assert pages_telling(client, other_reader, topic, post) == []
    assert f"/conversas/t/{topic.pk}/" in pages_telling(client, author, topic, post)


def test_a_hidden_answer_leaves_a_line_and_no_word(client, author, reader, keeper, other_reader, topic):
    post = answer_by(author, topic, f"A senhora {CANARY}.")
    answer_by(reader, topic, f"</p><blockquote>A senhora {CANARY}</blockquote><p>Nossa", in_reply_to=post)
    report_post(by=reader, post=post, reason="patient")
    assert pages_telling(client, other_reader, topic, post) == []
    rows = posts_of(topic_page(other_reader, topic.pk))
    assert [(row.is_veiled, row.author, row.html) for row in rows[1:]] == [(True, "", "")] * 2
    assert not posts_of(topic_page(keeper, topic.pk))[1].is_veiled
    assert posts_of(topic_page(author, topic.pk))[1].html


def test_two_groups_do_not_meet_anywhere(client, author, reader, outsider, topic, run_tasks):
    """What the other group says is in no list, count, search, export, notice or mail."""
    other = board_with(outsider, staff=(reader,))
    theirs = topic_by(outsider, other, f"Só nós e {CANARY}")
    answer_by(outsider, theirs, f"A senhora {CANARY}.")
    run_tasks()
    assert pages_telling(client, author, topic, topic.posts.get()) == []
    client.force_login(author)
    text = client.get("/conversas/busca/", {"q": "canarinha"}).text
    assert "mensagem encontrada" not in text
    assert "mensagens encontradas" not in text
    for name, thing in (("forums:participation", other), ("forums:participation_own", other)):
        assert client.get(reverse(name, args=[thing.pk])).status_code == 404
    assert client.post(reverse("forums:board_export", args=[other.pk]), {"what": "csv"}).status_code == 404
    assert not author.notifications.exists()
    # The staff of both boards finds each in its own place.
    client.force_login(reader)
    assert CANARY not in client.get(reverse("forums:topic", args=[topic.pk])).text
    words = client.post(reverse("forums:board_export", args=[other.pk]), {"what": "csv"}).getvalue().decode()
    assert CANARY in words
    assert topic.subject not in words
