"""What readers would stumble over, counted with each writing of a row. The worker's sweep writes the old rows again."""

from django.db import migrations, models


def leave_rows_to_the_worker(apps, schema_editor):
    apps.get_model("learning", "ReadItem").objects.update(is_waiting=True)


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0003_coordination_group'),
    ]

    operations = [
        migrations.AddField(
            model_name='readitem',
            name='empty_links',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readitem',
            name='lost_links',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readitem',
            name='misplaced_headings',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='readitem',
            name='undescribed_pictures',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(leave_rows_to_the_worker, migrations.RunPython.noop),
    ]
