"""The two ways to log in. Sessions name them. The person of each request comes with her session, not from here."""

from allauth.account import auth_backends
from django.contrib.auth import backends


class PasswordBackend(backends.ModelBackend):
    """Django's: by password, with permissions by person and group."""


class AccountBackend(PasswordBackend, auth_backends.AuthenticationBackend):
    """allauth's: by e-mail and password, or by a code."""
