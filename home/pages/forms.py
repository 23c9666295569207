from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm

from home.uploads.pictures import TooManyPixels, UnreadablePicture, remake_picture


class CustomImageForm(BaseImageForm):
    """Draws an uploaded picture anew: what Wagtail keeps (and every JPEG made of it) tells no place and no camera."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file or "file" not in self.changed_data:
            return file
        try:
            content, width, height = remake_picture(file)
        except TooManyPixels as error:
            raise ValidationError(_("This picture has too many pixels. Make it smaller and try again.")) from error
        except UnreadablePicture as error:
            raise ValidationError(_("This file cannot be read as a picture.")) from error
        fresh = SimpleUploadedFile(file.name, content, content_type=getattr(file, "content_type", None))
        # What Wagtail's own field has found out about the picture travels with the file.
        fresh.image = getattr(file, "image", None)
        fresh.dimensions = (width, height)
        return fresh
