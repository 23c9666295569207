"""Wagtail's own groups and workflow get Portuguese names and exactly the permissions of their work: no twins."""

from django.db import migrations

NAMES = {"Editors": "Editores", "Moderators": "Moderadores"}
WORKFLOW = "Aprovação da moderação"

GLOBAL = [("wagtailadmin", "admin", "access_admin")]
EDIT_TERMS = [("learning", "glossaryterm", f"{verb}_glossaryterm") for verb in ("add", "change", "view")]
DELETE_TERMS = [("learning", "glossaryterm", "delete_glossaryterm")]
EDIT_PAGES = ["add_page", "change_page"]
MODERATE_PAGES = [*EDIT_PAGES, "publish_page", "lock_page", "unlock_page"]
# Pictures and documents of models of ours are still guarded by the permissions of Wagtail's own models.
KEEP_FILES = [
    *(("wagtailimages", "image", f"{verb}_image") for verb in ("add", "change", "choose")),
    *(("wagtaildocs", "document", f"{verb}_document") for verb in ("add", "change", "choose")),
    *(("wagtailmedia", "media", f"{verb}_media") for verb in ("add", "change")),
]
DELETE_FILES = [
    ("wagtailimages", "image", "delete_image"),
    ("wagtaildocs", "document", "delete_document"),
    ("wagtailmedia", "media", "delete_media"),
]


def find_permission(apps, label, model, codename):
    """Permissions are made after all migrations, so on a new database some are not there yet."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=label, model=model)
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": "Can " + codename.replace("_", " ")}
    )[0]


def set_permissions(apps, group, everywhere, pages, files):
    group.permissions.set([find_permission(apps, *names) for names in everywhere])
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    root_page = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).order_by("path").first()
    page_permissions.filter(group=group).delete()
    for codename in pages:
        permission = find_permission(apps, "wagtailcore", "page", codename)
        page_permissions.create(group=group, page=root_page, permission=permission)
    collection_permissions = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    root_collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).order_by("path").first()
    collection_permissions.filter(group=group).delete()
    for names in files:
        collection_permissions.create(
            group=group, collection=root_collection, permission=find_permission(apps, *names)
        )


def name_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for old, new in NAMES.items():
        groups.filter(name=old).exclude(name=new).update(name=new)
        groups.get_or_create(name=new)
    editors, moderators = groups.get(name="Editores"), groups.get(name="Moderadores")
    set_permissions(apps, editors, GLOBAL + EDIT_TERMS, EDIT_PAGES, KEEP_FILES)
    set_permissions(
        apps, moderators, GLOBAL + EDIT_TERMS + DELETE_TERMS, MODERATE_PAGES, KEEP_FILES + DELETE_FILES
    )


def name_workflow(apps, schema_editor):
    tasks = apps.get_model("wagtailcore", "Task").objects
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    tasks.filter(name="Moderators approval").update(name=WORKFLOW)
    workflows.filter(name="Moderators approval").update(name=WORKFLOW)


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0001_initial"),
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailmedia", "0005_alter_media_options"),
    ]

    operations = [
        migrations.RunPython(name_roles, migrations.RunPython.noop),
        migrations.RunPython(name_workflow, migrations.RunPython.noop),
    ]
