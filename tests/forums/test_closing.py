"""A topic that staff, a date or silence closes."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from forums.actions import TopicLocked, TopicPlan, close_silent_topics, lock_topic, plan_topic
from forums.models import Post, Topic
from home.accounts.models import User
from tests.factories.forums import answer_by


def test_the_reason_is_read_by_everybody(client, author, keeper, topic):
    client.force_login(keeper)
    client.post(reverse("forums:topic_lock", args=[topic.pk]), {"on": "1", "reason": "Segue no encontro."})
    client.force_login(author)
    page = client.get(reverse("forums:topic", args=[topic.pk])).text
    assert "Segue no encontro." in page
    assert 'id="responder"' not in page


@pytest.mark.parametrize(
    ("plan", "silent_for", "is_over"),
    [
        (TopicPlan(ends_at=timezone.now() - timedelta(seconds=1)), 0, True),
        (TopicPlan(ends_at=timezone.now() + timedelta(hours=1)), 0, False),
        (TopicPlan(lock_after_days=7), 8, True),
        (TopicPlan(lock_after_days=7), 6, False),
    ],
)
def test_a_date_or_silence_closes_at_once_and_the_worker_says_it_in_lists(
    author, keeper, topic, plan, silent_for, is_over
):
    plan_topic(by=keeper, topic=topic, plan=plan)
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=silent_for))
    if is_over:
        with pytest.raises(TopicLocked):
            answer_by(author, topic)
    assert close_silent_topics() == int(is_over)
    assert Topic.objects.get().is_locked == is_over
    assert close_silent_topics() == 0


@pytest.mark.parametrize(
    ("language", "said"), [("pt-br", "Ninguém escreveu aqui por 7 dias."), ("en", "Nobody wrote here for 7 days.")]
)
def test_silence_is_named_as_the_reason_in_the_language_of_who_reads(client, author, keeper, topic, language, said):
    plan_topic(by=keeper, topic=topic, plan=TopicPlan(lock_after_days=7))
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=9))
    close_silent_topics()
    plan_topic(by=keeper, topic=Topic.objects.get(), plan=TopicPlan(lock_after_days=30))
    client.force_login(author)
    User.objects.filter(pk=author.pk).update(language=language)
    assert said in client.get(reverse("forums:topic", args=[topic.pk])).text


def test_words_that_silence_had_left_in_one_language_become_days(topic):
    migration = import_module("forums.migrations.0007_closed_by_silence")
    locked = Topic.objects.filter(pk=topic.pk)
    for reason, days, left in (
        ("Ninguém escreveu aqui por 7 dias.", 7, ""),
        ("Ninguém escreveu aqui por causa da greve.", None, "Ninguém escreveu aqui por causa da greve."),
    ):
        locked.update(is_locked=True, lock_after_days=7, silent_days=None, closed_reason=reason)
        migration.keep_days(apps, None)
        assert locked.values_list("silent_days", "closed_reason").get() == (days, left)


def test_opened_again_it_stays_open(author, keeper, topic):
    plan_topic(by=keeper, topic=topic, plan=TopicPlan(ends_at=timezone.now() - timedelta(days=1), lock_after_days=1))
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=9))
    close_silent_topics()
    topic.refresh_from_db()
    lock_topic(by=keeper, topic=topic, locked=False)
    assert close_silent_topics() == 0
    assert answer_by(author, topic).number == 2


def test_a_post_on_a_topic_that_silence_closed_meanwhile_keeps_its_text(client, author, keeper, topic):
    plan_topic(by=keeper, topic=topic, plan=TopicPlan(lock_after_days=1))
    Topic.objects.update(last_post_at=timezone.now() - timedelta(days=9))
    client.force_login(author)
    data = {"html": "Ainda dá tempo?", "key": "5f0a6e5e-1d0f-4f57-9d1f-0d6f3a7b1c2d"}
    answer = client.post(reverse("forums:post_new", args=[topic.pk]), data)
    assert answer.status_code == 422
    assert "Ainda dá tempo?" in answer.text
    assert Post.objects.count() == 1
