import django.core.validators
import django.db.models.deletion
import home.pages.fields
import wagtail.models.preview
from django.db import migrations, models


ROLES = {"Editores": ("add", "change", "view", "publish"), "Moderadores": ("add", "change", "view", "publish", "delete")}


def keep_grades(apps, schema_editor):
    """What was graded has points from now on, in what waits to be published too."""
    pages = apps.get_model("learning", "ReflectionPage").objects
    pages.filter(graded=True).update(scale="points")
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="learning", model="reflectionpage")
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=kind)
    for revision in revisions.iterator(100):
        if revision.content.get("graded"):
            revision.content["scale"] = "points"
            revision.save(update_fields=["content"])


def allow_rubrics(apps, schema_editor):
    """Permissions are made after all migrations, so on a new database they are not there yet."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="learning", model="rubric"
    )
    for role, verbs in ROLES.items():
        groups = apps.get_model("auth", "Group").objects.filter(name=role)
        for verb in verbs:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type, codename=f"{verb}_rubric", defaults={"name": f"Can {verb} rubric"}
            )
            for group in groups:
                group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0006_content_language'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='entrydraft',
            name='self_assessment',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='entryversion',
            name='self_assessment',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='reflectionpage',
            name='pass_percent',
            field=models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='passes from (percent)'),
        ),
        migrations.AddField(
            model_name='reflectionpage',
            name='scale',
            field=models.CharField(choices=[('descriptive', 'no number: words and levels alone'), ('pass_fail', 'pass or not yet, by the rubric'), ('points', 'points')], default='descriptive', max_length=12, verbose_name='scale'),
        ),
        migrations.AddField(
            model_name='reflectionpage',
            name='self_assessment',
            field=models.BooleanField(default=False, verbose_name='the student judges her own text first'),
        ),
        migrations.AddField(
            model_name='review',
            name='judgement',
            field=models.JSONField(blank=True, default=dict, verbose_name='levels of the rubric'),
        ),
        migrations.AddField(
            model_name='review',
            name='passed',
            field=models.BooleanField(blank=True, null=True, verbose_name='passed'),
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('introduction', models.TextField(blank=True, max_length=600, verbose_name='introduction')),
                ('criteria', home.pages.fields.StreamField(verbose_name='criteria')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
            ],
            options={
                'verbose_name': 'rubric',
                'verbose_name_plural': 'rubrics',
                'ordering': ['title'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.AddField(
            model_name='reflectionpage',
            name='rubric',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prompts', to='learning.rubric', verbose_name='rubric'),
        ),
        migrations.CreateModel(
            name='RubricVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('content', models.JSONField()),
                ('published_at', models.DateTimeField(verbose_name='published at')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='learning.rubric')),
            ],
            options={
                'verbose_name': 'version of a rubric',
                'verbose_name_plural': 'versions of rubrics',
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='entryversion',
            name='rubric_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry_versions', to='learning.rubricversion'),
        ),
        migrations.AddConstraint(
            model_name='rubricversion',
            constraint=models.UniqueConstraint(fields=('rubric', 'number'), name='learning_rubric_version_once'),
        ),
        migrations.RunPython(keep_grades, migrations.RunPython.noop),
        migrations.RunPython(allow_rubrics, migrations.RunPython.noop),
        migrations.RemoveField(model_name="reflectionpage", name="graded"),
    ]
