"""What becomes of a post: changed, deleted, answered in private, reacted to, with files."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import rules
from forums.actions import PostGone, delete_post, edit_post, react, reply_aside
from forums.enums import ReactionKind
from forums.models import Aside, Post, PostEdit, Reaction, ReadMark, Topic
from forums.queries import boards_of, participation_of, posts_found, posts_of, topic_page
from home.notifications.models import Notification
from home.uploads.models import Upload
from tests.factories.forums import answer_by

SECRET = "Seu relato identifica uma família: vamos mudar?"


@pytest.fixture
def as_author(client, author):
    client.force_login(author)
    return client


def test_what_a_post_said_before_can_be_read(client, author, reader, topic):
    post = topic.posts.get()
    edit_post(by=author, post=post, html="<p>Agora melhor dito.</p>")
    edit_post(by=author, post=post, html="<p>Agora melhor dito.</p>")
    assert [edit.html for edit in PostEdit.objects.all()] == ["<p>Como vocês fazem?</p>"]
    client.force_login(reader)
    page = client.get(reverse("forums:post", args=[post.pk])).text
    assert "Como vocês fazem?" in page
    assert "Agora melhor dito." in page


def test_words_are_counted(author, topic):
    post = answer_by(author, topic, "Uma reunião por semana.")
    assert post.word_count == 4
    assert edit_post(by=author, post=post, html="<p>Uma só.</p>").word_count == 2


def test_a_deleted_post_leaves_its_number_and_nothing_else(author, reader, topic):
    post = answer_by(reader, topic, "Vizinhança")
    later = answer_by(author, topic)
    edit_post(by=reader, post=post, html="<p>Vizinhança toda</p>")
    react(by=author, post=post, kind=ReactionKind.THANKS, on=True)
    for _ in range(2):
        delete_post(by=reader, post=post)
    post.refresh_from_db()
    assert (post.html, post.search_text, post.word_count, post.thanks) == ("", "", 0, 0)
    assert not PostEdit.objects.exists()
    assert not Reaction.objects.exists()
    assert list(posts_found(author, "vizinhança")) == []
    assert [row.number for row in posts_of(topic_page(author, topic.pk))] == [1, 2, 3]
    assert answer_by(author, topic).number == later.number + 1
    assert ModelLogEntry.objects.filter(action="forums.post_delete").count() == 1
    assert ReadMark.objects.get(person=reader, topic=topic).written == 0


def test_a_stub_says_that_it_was_deleted_and_can_be_done_nothing_with(as_author, author, topic):
    post = answer_by(author, topic, "Vizinhança")
    as_author.post(reverse("forums:post_delete", args=[post.pk]))
    page = as_author.get(reverse("forums:topic", args=[topic.pk])).text
    assert "Esta mensagem foi apagada" in page
    assert "Vizinhança" not in page
    assert as_author.post(reverse("forums:post_edit", args=[post.pk]), {"html": "De volta"}).status_code == 403
    assert as_author.post(reverse("forums:post_delete", args=[post.pk])).status_code == 302
    assert as_author.get(reverse("forums:topic", args=[topic.pk]), {"citar": post.number}).status_code == 200


def test_only_author_and_staff_delete(client, author, reader, keeper, topic):
    post = topic.posts.get()
    assert [rules.may_delete(person, post) for person in (author, reader, keeper)] == [True, False, True]
    client.force_login(reader)
    assert client.post(reverse("forums:post_delete", args=[post.pk])).status_code == 403
    assert Post.objects.get().html


def test_a_reaction_counts_once_and_never_ones_own(author, reader, topic):
    post = topic.posts.get()
    for person in (author, reader, reader):
        react(by=person, post=post, kind=ReactionKind.LIVED, on=True)
    post.refresh_from_db()
    assert (post.lived, post.thanks) == (1, 0)
    react(by=reader, post=post, kind=ReactionKind.LIVED, on=False)
    post.refresh_from_db()
    assert post.lived == 0


def test_a_reader_thanks_by_a_press_and_takes_it_back(client, reader, topic):
    client.force_login(reader)
    post = topic.posts.get()
    for value, pressed in (("1", "true"), ("0", "false")):
        answer = client.post(reverse("forums:post_react", args=[post.pk]), {"thanks": value}, follow=True)
        assert f'name="thanks" value="{1 - int(value)}" aria-pressed="{pressed}"' in answer.text


def test_a_private_reply_is_read_by_staff_and_its_student_alone(client, author, reader, keeper, topic, run_tasks):
    post = topic.posts.get()
    before = [boards_of(person) for person in (author, reader)]
    reply_aside(by=keeper, post=post, html=f"<p>{SECRET}</p>", key=uuid.uuid4())
    assert [boards_of(person) for person in (author, reader)] == before
    run_tasks()
    pages = {}
    for name, person in (("author", author), ("reader", reader), ("keeper", keeper)):
        client.force_login(person)
        addresses = (reverse("forums:topic", args=[topic.pk]), reverse("forums:post", args=[post.pk]))
        pages[name] = [SECRET in client.get(address).text for address in addresses]
        assert list(posts_found(person, "família")) == []
    assert pages == {"author": [True, True], "reader": [False, False], "keeper": [True, True]}
    assert [told.person for told in Notification.objects.filter(event="aside_written")] == [author]


def test_who_left_the_board_reads_no_private_reply(author, keeper, board, topic):
    reply_aside(by=keeper, post=topic.posts.get(), html="<p>x</p>", key=uuid.uuid4())
    board.members.filter(person=author).delete()
    assert not Aside.objects.visible_to(author).exists()


def test_the_student_answers_in_private_once_staff_has_written(client, author, reader, keeper, topic, run_tasks):
    post = topic.posts.get()
    address = reverse("forums:post_aside", args=[post.pk])
    words = {"html": "Obrigada, mudei.", "key": uuid.uuid4()}
    client.force_login(author)
    assert client.post(address, words).status_code == 403
    reply_aside(by=keeper, post=post, html="<p>x</p>", key=uuid.uuid4())
    for _ in range(2):
        assert client.post(address, words).status_code == 302
    assert client.post(address, {"html": " ", "key": uuid.uuid4()}).status_code == 422
    run_tasks()
    assert Aside.objects.count() == 2
    assert Notification.objects.filter(event="aside_written", person=keeper).count() == 1
    client.force_login(reader)
    assert client.post(address, words).status_code == 403


def test_a_private_reply_to_a_deleted_post_is_refused(author, keeper, topic):
    post = topic.posts.get()
    delete_post(by=author, post=post)
    with pytest.raises(PostGone):
        reply_aside(by=keeper, post=post, html="<p>x</p>", key=uuid.uuid4())


def attached(client, topic, *files) -> Post:
    data = {"html": "Com a ata.", "key": uuid.uuid4(), "files": files}
    client.post(reverse("forums:post_new", args=[topic.pk]), data)
    return Post.objects.order_by("number").last()


def text_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"Ata da roda: {name}.\n".encode() * 20, "text/plain")


def test_files_of_a_post_are_read_by_whoever_reads_it(client, author, reader, outsider, topic):
    client.force_login(author)
    post = attached(client, topic, text_file("ata.txt"), text_file("lista.txt"))
    assert post.files == 2
    file = Upload.objects.attached_to(post).first()
    for person, status in ((reader, 200), (outsider, 404)):
        client.force_login(person)
        answer = client.get(reverse("home:upload", args=[file.public_id]))
        answer.getvalue()
        assert answer.status_code == status
    client.force_login(reader)
    assert "lista.txt" in client.get(reverse("forums:topic", args=[topic.pk])).text


def test_a_file_that_is_not_taken_is_said_beside_it_and_the_text_kept(as_author, topic):
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 40)
    data = {"html": "Com a ata.", "key": uuid.uuid4(), "files": [bad]}
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code == 422
    assert "Com a ata." in answer.text
    assert not Upload.objects.exists()


def test_more_than_five_files_are_refused(as_author, topic):
    data = {"html": "Fotos.", "key": uuid.uuid4(), "files": [text_file(f"{n}.txt") for n in range(6)]}
    answer = as_author.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code == 422
    assert "No máximo 5 arquivos de uma vez." in answer.text


def test_files_of_a_deleted_post_go_with_it(as_author, author, reader, topic):
    post = attached(as_author, topic, text_file("ata.txt"))
    delete_post(by=author, post=post)
    assert not Upload.objects.attached_to(post).exists()
    assert not Upload.objects.visible_to(reader).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_hangs_on_its_posts(
    as_author, author, reader, keeper, topic, count, django_assert_num_queries
):
    for _ in range(count):
        react(by=author, post=answer_by(reader, topic), kind=ReactionKind.THANKS, on=True)
        mine = attached(as_author, topic, text_file("ata.txt"))
        reply_aside(by=keeper, post=mine, html="<p>x</p>", key=uuid.uuid4())
    as_author.get(reverse("forums:topic", args=[topic.pk]))
    # session with person, topic, posts; her reactions, files and private replies
    with django_assert_num_queries(4):
        as_author.get(reverse("forums:topic", args=[topic.pk]))


def test_participation_counts_what_stands(author, reader, board, topic):
    post = answer_by(author, topic)
    answer_by(author, topic)
    answer_by(reader, topic)
    delete_post(by=author, post=post)
    done = participation_of(author.pk, board.pk)
    assert (done.topics, done.replies, done.is_done) == (1, 1, True)


def test_names_of_removed_accounts_break_no_page(client, author, reader, keeper, topic):
    post = answer_by(reader, topic)
    reply_aside(by=keeper, post=post, html="<p>x</p>", key=uuid.uuid4())
    react(by=author, post=post, kind=ReactionKind.THANKS, on=True)
    reader.delete()
    client.force_login(keeper)
    for address in (
        reverse("forums:topic", args=[topic.pk]),
        reverse("forums:post", args=[post.pk]),
        reverse("forums:board", args=[topic.board_id]),
        reverse("forums:topic_manage", args=[topic.pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
    assert "conta removida" in client.get(reverse("forums:topic", args=[topic.pk])).text
    assert Topic.objects.get().last_number == 2
