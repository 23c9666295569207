"""A reading's minutes follow from its words alone. The worker's sweep writes the old rows again."""

from django.db import migrations


def leave_rows_to_the_worker(apps, schema_editor):
    apps.get_model("learning", "ReadItem").objects.filter(kind="unit").update(is_waiting=True)


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0004_reading_findings'),
    ]

    operations = [
        migrations.RunPython(leave_rows_to_the_worker, migrations.RunPython.noop, elidable=True),
    ]
