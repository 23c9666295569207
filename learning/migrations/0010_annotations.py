"""Comments on passages with their answers, the bank of comments, feedback files, notes of the staff, blind reading."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_initial'),
        ('learning', '0009_writing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='reflectionpage',
            name='blind_review',
            field=models.BooleanField(default=False, verbose_name='read without names'),
        ),
        migrations.AddField(
            model_name='review',
            name='attachments',
            field=models.ManyToManyField(blank=True, related_name='reviews', to='home.upload'),
        ),
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.UUIDField(verbose_name='client key')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('exact', models.TextField(verbose_name='quote')),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('kind', models.CharField(choices=[('deepen', 'Go deeper'), ('question', 'Question'), ('correction', 'Correction'), ('praise', 'Praise')], max_length=10, verbose_name='kind')),
                ('text', models.TextField(verbose_name='comment')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved at')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to='learning.review')),
            ],
            options={
                'verbose_name': 'comment on a passage',
                'verbose_name_plural': 'comments on passages',
                'ordering': ['start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AnnotationPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='learning.annotation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annotation_places', to='learning.entryversion')),
            ],
            options={
                'verbose_name': 'place of a comment',
                'verbose_name_plural': 'places of comments',
            },
        ),
        migrations.CreateModel(
            name='AnnotationReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(verbose_name='client key')),
                ('text', models.TextField(verbose_name='answer')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='learning.annotation')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annotation_replies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer to a comment',
                'verbose_name_plural': 'answers to comments',
                'ordering': ['written_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BankComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=24, verbose_name='short code')),
                ('text', models.TextField(max_length=2000, verbose_name='comment')),
                ('uses', models.PositiveIntegerField(default=0, verbose_name='uses')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bank_comments', to='learning.coursepage')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='bank_comments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'comment of the bank',
                'verbose_name_plural': 'comments of the bank',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='StaffNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(verbose_name='client key')),
                ('text', models.TextField(verbose_name='note')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_notes', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_notes', to='learning.enrolment')),
            ],
            options={
                'verbose_name': 'note of the staff',
                'verbose_name_plural': 'notes of the staff',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='annotation',
            constraint=models.UniqueConstraint(fields=('review', 'key'), name='learning_annotation_key_once'),
        ),
        migrations.AddConstraint(
            model_name='annotationplace',
            constraint=models.UniqueConstraint(fields=('annotation', 'version'), name='learning_annotation_placed_once'),
        ),
        migrations.AddConstraint(
            model_name='annotationreply',
            constraint=models.UniqueConstraint(fields=('author', 'key'), name='learning_reply_key_once'),
        ),
        migrations.AddConstraint(
            model_name='bankcomment',
            constraint=models.UniqueConstraint(condition=models.Q(('owner__isnull', False)), fields=('owner', 'code'), name='learning_bank_code_own_once'),
        ),
        migrations.AddConstraint(
            model_name='bankcomment',
            constraint=models.UniqueConstraint(condition=models.Q(('course__isnull', False)), fields=('course', 'code'), name='learning_bank_code_course_once'),
        ),
        migrations.AddConstraint(
            model_name='bankcomment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('owner__isnull', True)), models.Q(('course__isnull', True), ('owner__isnull', False)), _connector='OR'), name='learning_bank_owner_or_course'),
        ),
        migrations.AddConstraint(
            model_name='staffnote',
            constraint=models.UniqueConstraint(fields=('author', 'key'), name='learning_staff_note_key_once'),
        ),
    ]
