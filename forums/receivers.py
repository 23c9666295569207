"""What other applications' signals start here."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from forums.actions import join_site_boards
from home.accounts.models import User


@receiver(user_logged_in)
def let_into_site_boards(sender: type, user: User, **kwargs) -> None:
    join_site_boards(user)
