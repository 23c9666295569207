import threading

import pytest
from django.db import connection

from forums.models import Post
from home.accounts.models import User
from home.prepared import Prepared
from learning.enrolment.models import Enrolment
from tests.factories.forums import answer_by, board_with, topic_by
from tests.factories.learning import EnrolmentFactory


def by_student(student_id):
    return Enrolment.objects.filter(student=student_id).values_list("public_id", "enrolled_at", "is_current")


prepared = Prepared(by_student)


def test_prepared_gives_what_the_query_gives_whoever_asks(student, offering):
    other = EnrolmentFactory(offering=offering).student
    for person in (student, other, student):
        assert list(prepared(person.pk)) == list(by_student(person.pk))


def numbered(topic_id, after, until):
    return Post.objects.filter(topic=topic_id, number__gt=after, number__lte=until).values_list("number")


between = Prepared(numbered)


def test_prepared_takes_several_keys_also_as_the_ends_of_a_range(student):
    topic = topic_by(student, board_with(student))
    for _ in range(4):
        answer_by(student, topic)
    assert [list(between(topic.pk, *ends)) for ends in ((0, 2), (2, 5), (5, 9))] == [
        [(1,), (2,)],
        [(3,), (4,), (5,)],
        [],
    ]


def test_a_number_that_no_database_keeps_finds_nothing(db):
    assert list(prepared(10**30)) == []


def test_prepared_asks_one_query_each_time(student, django_assert_num_queries):
    list(prepared(student.pk))
    with django_assert_num_queries(1):
        list(prepared(student.pk))


def test_two_readings_do_not_mix(student, offering):
    other = EnrolmentFactory(offering=offering).student
    first = prepared(student.pk)
    second = list(prepared(other.pk))
    assert list(first) == list(by_student(student.pk))
    assert second == list(by_student(other.pk))


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_its_own(parts):
    enrolment, found = EnrolmentFactory(), []

    def read():
        found.append(list(prepared(enrolment.student_id)))
        connection.close()

    list(prepared(0))
    if connection.vendor == "sqlite":
        pytest.skip("the database in memory belongs to one thread")
    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [list(by_student(enrolment.student_id))] * 3


def called(name: str, language):
    return User.objects.filter(full_name=name, id__gt=language, language="pt-br", phone="50%s '").values_list("email")


by_name = Prepared(called)


def test_prepared_takes_words_beside_numbers_and_keeps_what_never_changes(stranger):
    User.objects.filter(pk=stranger.pk).update(full_name="50%s 'ção'", phone="50%s '")
    assert by_name("50%s 'ção'", 0) == [(stranger.email,)]
    assert by_name("50%s 'ção'", stranger.pk) == []
    assert by_name("' or 1=1 --", 0) == []
