import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"\+?[\d\s().-]{8,20}")


def validate_plain_address(address: str) -> None:
    """Refuses letters outside ASCII: an address that only looks like a colleague's must not become an account."""
    if not address.isascii():
        raise ValidationError(_("Write the e-mail address without accents or special letters."))


def validate_phone(phone: str) -> None:
    if not PHONE.fullmatch(phone):
        raise ValidationError(_("Write the phone with its area code, for example (31) 90000-0000."))


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))
