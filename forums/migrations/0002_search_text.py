"""Posts are found by their words."""

from django.db import migrations, models

from home.richtext import plain_text
from home.search import fold

BATCH = 500


def fold_posts(apps, schema_editor):
    Post = apps.get_model("forums", "Post")
    waiting = []
    for post in Post.objects.select_related("topic").iterator(BATCH):
        words = plain_text(post.html)
        post.search_text = fold(f"{post.topic.subject} {words}" if post.number == 1 else words)
        waiting.append(post)
        if len(waiting) == BATCH:
            Post.objects.bulk_update(waiting, ["search_text"])
            waiting = []
    Post.objects.bulk_update(waiting, ["search_text"])


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='search_text',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.RunPython(fold_posts, migrations.RunPython.noop, elidable=True),
    ]
