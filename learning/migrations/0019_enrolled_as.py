import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def keep_present_workplaces(apps, schema_editor):
    """What was declared at the enrolments of before is not known: the workplace of today stands for it."""
    declared = apps.get_model("accounts", "Workplace").objects.filter(person=OuterRef("student"))
    apps.get_model("learning", "Enrolment").objects.update(
        profession_at_entry=Subquery(declared.values("profession")[:1]),
        municipality_at_entry=Coalesce(Subquery(declared.values("municipality")[:1]), Value("")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_text_size'),
        ('learning', '0018_staff_boards'),
    ]

    operations = [
        migrations.AddField(
            model_name='enrolment',
            name='municipality_at_entry',
            field=models.CharField(blank=True, max_length=120, verbose_name='municipality at enrolment'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='profession_at_entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.profession', verbose_name='profession at enrolment'),
        ),
        migrations.CreateModel(
            name='LaterWorkplace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('municipality', models.CharField(blank=True, max_length=120, verbose_name='municipality')),
                ('declared_at', models.DateTimeField(verbose_name='declared at')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='later_workplaces', to='learning.enrolment')),
                ('profession', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.profession', verbose_name='profession')),
            ],
            options={
                'verbose_name': 'later workplace',
                'verbose_name_plural': 'later workplaces',
                'ordering': ['declared_at', 'pk'],
            },
        ),
        migrations.RunPython(keep_present_workplaces, migrations.RunPython.noop),
    ]
