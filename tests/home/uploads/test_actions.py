import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from home.uploads.actions import (
    AlreadyAttached,
    attach_upload,
    detach_upload,
    remove_forgotten_uploads,
    remove_orphan_files,
    size_limit_text,
)
from home.uploads.models import Upload
from home.uploads.queries import content_path
from tests.factories.home import NotificationFactory, PersonFactory, upload_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=8)


def test_attach_upload_opens_the_file_to_whoever_sees_its_owner(stranger, offering, student):
    upload = upload_of(stranger)
    assert not Upload.objects.visible_to(student).exists()
    attach_upload(upload, owner=offering)
    assert Upload.objects.visible_to(student).get() == upload
    assert not Upload.objects.visible_to(PersonFactory()).exists()
    detach_upload(upload)
    assert not Upload.objects.visible_to(student).exists()


def test_attach_upload_twice_to_one_thing_is_once(stranger, offering):
    upload = upload_of(stranger)
    attach_upload(upload, owner=offering)
    attach_upload(upload, owner=offering)
    assert Upload.objects.attached_to(offering).get() == upload


def test_attach_upload_refuses_a_file_that_belongs_to_another_thing(stranger, offering, enrolment):
    upload = upload_of(stranger)
    attach_upload(upload, owner=offering)
    with pytest.raises(AlreadyAttached):
        attach_upload(upload, owner=enrolment)


def test_attach_upload_refuses_a_thing_that_cannot_say_who_may_see_it(stranger):
    with pytest.raises(TypeError):
        attach_upload(upload_of(stranger), owner=NotificationFactory())


def test_remove_forgotten_uploads_leaves_the_young_and_the_attached(stranger, offering):
    forgotten, young, attached = upload_of(stranger), upload_of(stranger), upload_of(stranger)
    attach_upload(attached, owner=offering)
    Upload.objects.exclude(pk=young.pk).update(created_at=timezone.now() - WEEK)
    remove_forgotten_uploads()
    assert set(Upload.objects.all()) == {young, attached}
    assert not Upload.objects.filter(pk=forgotten.pk).exists()


def test_remove_orphan_files_leaves_what_a_row_names_and_what_is_young(stranger):
    storage = storages["private"]
    kept = content_path(upload_of(stranger).sha256)
    orphan, young = content_path("ab" * 32), content_path("cd" * 32)
    for path in (orphan, young):
        storage.save(path, ContentFile(b"x"))
    old = time.time() - 2 * 24 * 3600
    for path in (kept, orphan):
        os.utime(storage.path(path), (old, old))
    assert remove_orphan_files() == 1
    assert [storage.exists(path) for path in (kept, orphan, young)] == [True, False, True]
    storage.delete(young)


def test_a_writer_that_dies_leaves_no_half_file():
    class Dying(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("disk full")

    path = content_path("ef" * 32)
    with pytest.raises(OSError, match="disk full"):
        storages["private"].save(path, Dying(b"x"))
    folder = path.rpartition("/")[0]
    assert not storages["private"].exists(path)
    assert storages["private"].listdir(folder)[1] == []


@pytest.mark.parametrize(("limit", "said"), [(10 * 2**20, "10\xa0MB"), (1536 * 2**10, "1,5\xa0MB")])
def test_the_limit_is_said_as_a_round_number(settings, limit, said):
    settings.UPLOAD_MAX_BYTES = limit
    assert size_limit_text() == said
