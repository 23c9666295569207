import threading

import pytest
from django.db import connection

from learning.desk.queries.prepared import Prepared
from learning.enrolment.models import Enrolment
from tests.factories.learning import EnrolmentFactory


def by_student(student_id):
    return Enrolment.objects.filter(student=student_id).values_list("public_id", "enrolled_at", "is_current")


prepared = Prepared(by_student)


def test_prepared_gives_what_the_query_gives_whoever_asks(student, offering):
    other = EnrolmentFactory(offering=offering).student
    for person in (student, other, student):
        assert list(prepared(person.pk)) == list(by_student(person.pk))


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
