import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    def of(self, person) -> "UploadQuerySet":
        return self.filter(uploader=person)

    def unattached(self) -> "UploadQuerySet":
        return self.filter(owner_type=None)

    def attached_to(self, owner: models.Model) -> "UploadQuerySet":
        return self.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)

    def visible_to(self, person) -> "UploadQuerySet":
        """Her own, and those of everything that she may see."""
        readable = models.Q(uploader=person)
        for type_id in self.model.objects.exclude(owner_type=None).values_list("owner_type", flat=True).distinct():
            owner_type = ContentType.objects.get_for_id(type_id)
            owners = owner_type.model_class().objects.visible_to(person)
            readable |= models.Q(owner_type=owner_type, owner_id__in=owners.values("pk"))
        return self.filter(readable)


class Upload(models.Model):
    """A learner's file as kept: its content lies once in the private storage, under its hash.

    It is read by its uploader, and by whoever may see the thing it is attached to (`owner`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads", verbose_name=_("uploader")
    )
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received_sha256 = models.CharField(_("hash as received"), max_length=64)
    sha256 = models.CharField(_("hash as kept"), max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    owner_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    owner_id = models.PositiveBigIntegerField(null=True, blank=True)
    owner = GenericForeignKey("owner_type", "owner_id")
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["owner_type", "owner_id"])]

    def __str__(self) -> str:
        return f"{self.media_type} {self.public_id}"


class IncomingUploadQuerySet(models.QuerySet):
    def of(self, person) -> "IncomingUploadQuerySet":
        return self.filter(uploader=person)

    def arriving(self) -> "IncomingUploadQuerySet":
        return self.filter(upload=None)


class IncomingUpload(models.Model):
    """A file that comes in parts: `received` bytes of `size` lie in the private storage, under `part_path`.

    `key` is made by the device, which names the same file by it after a cut. `upload` is what became of it.
    """

    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="incoming_uploads")
    key = models.UUIDField(_("client key"))
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, null=True, blank=True, related_name="incoming")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = IncomingUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("file on its way")
        verbose_name_plural = _("files on their way")
        constraints = [models.UniqueConstraint(fields=["uploader", "key"], name="home_incoming_key_once")]

    def __str__(self) -> str:
        return f"{self.received}/{self.size}"

    @property
    def is_whole(self) -> bool:
        return self.received == self.size
