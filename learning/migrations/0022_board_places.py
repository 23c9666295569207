from django.db import migrations


def tell_boards_their_classes(apps, schema_editor):
    """Boards of before hear whose they are; what the classes of a course share is no class's."""
    Board = apps.get_model("forums", "Board")
    links = apps.get_model("learning", "OfferingBoard"), apps.get_model("learning", "StaffBoardRoom")
    for offering in apps.get_model("learning", "Offering").objects.select_related("course"):
        own = links[0].objects.filter(offering=offering).values_list("board", flat=True)
        made = links[1].objects.filter(staff_board__offering=offering).values_list("board", flat=True)
        Board.objects.filter(pk__in=[*own, *made]).update(place=f"{offering.course.title} · {offering.name}")


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0009_board_places'),
        ('learning', '0021_staff_board_keys'),
    ]

    operations = [
        migrations.RunPython(tell_boards_their_classes, migrations.RunPython.noop),
    ]
