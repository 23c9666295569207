"""Keeps a body from filling the disk while the words that came with it are still read."""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploadHandler(FileUploadHandler):
    """Drops what lies beyond the limit of one file, so that the form can still answer beside its field.

    A body over settings.UPLOAD_MAX_BODY_BYTES is not read at all: RequestDataTooBig. The editors' admin has its own
    limits.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.is_free = self.request.path.startswith(("/admin/", "/django-admin/"))
        if not self.is_free and content_length > settings.UPLOAD_MAX_BODY_BYTES:
            raise RequestDataTooBig("The body is larger than UPLOAD_MAX_BODY_BYTES.")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return raw_data if self.is_free or self.received <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.is_free or self.received <= settings.UPLOAD_MAX_BYTES:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, self.received, self.charset)
