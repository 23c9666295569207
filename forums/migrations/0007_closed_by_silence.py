import re

from django.db import migrations, models

# What the worker wrote until now, in each language that it may have run in.
SAID = re.compile(r"(?:Ninguém escreveu aqui por|Nobody wrote here for|Nadie escribió aquí durante) (\d{1,4}) d[a-zí]+\.")


def keep_days(apps, schema_editor):
    """Rows that silence closed keep their days, not words in one language."""
    topics = apps.get_model("forums", "Topic").objects
    for topic in topics.filter(is_locked=True, lock_after_days__gt=0).exclude(closed_reason="").iterator():
        if said := SAID.fullmatch(topic.closed_reason):
            topics.filter(pk=topic.pk).update(silent_days=int(said[1]), closed_reason="")


def write_words(apps, schema_editor):
    topics = apps.get_model("forums", "Topic").objects
    for pk, days in topics.exclude(silent_days=None).values_list("pk", "silent_days"):
        topics.filter(pk=pk).update(closed_reason=f"Ninguém escreveu aqui por {days} dias.")


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0006_counting'),
    ]

    operations = [
        migrations.AddField(
            model_name='topic',
            name='silent_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='closed by days without a post'),
        ),
        migrations.RunPython(keep_days, write_words),
    ]
