"""Who opens a course's first offering: the group "Coordenação". Later ones, whoever coordinates an earlier one."""

from django.db import migrations

GROUP = "Coordenação"


def make_group(apps, schema_editor):
    # Permissions are made after all migrations, so on a new database this one is not there yet.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="learning", model="offering"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="add_offering", defaults={"name": "Can add offering"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("learning", "0002_roles_and_workflow")]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
