import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone

BATCH = 1000


def take_over(apps, schema_editor):
    """Nobody is signed out by the change: what still holds moves to the new table."""
    old, new = apps.get_model("sessions", "Session"), apps.get_model("accounts", "Session")
    decode, batch = SessionStore().decode, []
    for row in old.objects.filter(expire_date__gt=timezone.now()).iterator(BATCH):
        person = decode(row.session_data).get(SESSION_KEY)
        columns = {"session_data": row.session_data, "expire_date": row.expire_date, "person_id": person}
        batch.append(new(session_key=row.session_key, **columns))
    new.objects.bulk_create(batch, BATCH)
    old.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_text_size"), ("sessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
