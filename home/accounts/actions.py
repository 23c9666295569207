from django.db import transaction

from home.accounts.models import User, Workplace


@transaction.atomic
def change_profile(*, by: User, person: dict, workplace: dict) -> User:
    """Keeps what a person says of herself (`person`) and of where she works (`workplace`), by field name."""
    for name, value in person.items():
        setattr(by, name, value)
    by.save(update_fields=[*person])
    Workplace.objects.update_or_create(person=by, defaults=workplace)
    return by


def change_text_size(*, by: User, size: int) -> None:
    """Keeps how large a person reads; `size` is one of TextSize."""
    by.text_size = size
    by.save(update_fields=["text_size"])


def change_language(*, by: User, language: str) -> None:
    """Keeps the language of a person's pages and mails; `language` is a code of settings.LANGUAGES."""
    by.language = language
    by.save(update_fields=["language"])
