"""How allauth meets our people: its mails go through the task queue, in the site's face."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from home.accounts.models import User
from home.accounts.rules import has_second_factor
from home.queue.registry import enqueue


def _has_just_logged_in(request: HttpRequest) -> bool:
    passwords = [row for row in get_authentication_records(request, request.user) if row["method"] == "password"]
    is_fresh = bool(passwords) and time.time() - passwords[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
    return is_fresh and not has_second_factor(request.user)


@dataclass(frozen=True)
class NamedSite:
    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Renders allauth's mail in its reader's language and queues it: a slow mail server never holds a log-in.

        Known and unknown addresses then take the same time, too.
        """
        person = context.get("user")
        language = person.language if isinstance(person, User) else translation.get_language()
        site = NamedSite(settings.SITE_NAME, urlsplit(settings.SITE_URL).netloc)
        facts = {"request": allauth_context.request, "email": email, "current_site": site, **context}
        with translation.override(language):
            mail = self.render_mail(template_prefix, email, facts)
        html = next((body for body, kind in mail.alternatives if kind == "text/html"), "")
        enqueue("accounts.send_mail", email, mail.subject, mail.body, html)

    def render_mail(self, template_prefix: str, email: str, context: dict, headers=None) -> EmailMultiAlternatives:
        mail = super().render_mail(template_prefix, email, context, headers)
        paragraphs = [part.strip() for part in mail.body.split("\n\n") if part.strip()]
        page = {"subject": mail.subject, "paragraphs": paragraphs, "SITE_NAME": settings.SITE_NAME}
        mail.attach_alternative(render_to_string("emails/account.html", page), "text/html")
        return mail

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Somebody without a second factor who gave her password a moment ago is not asked for it again.

        allauth counts no log-in as an answer to "is it still you?", so staff, who are led from the log-in to setting
        up a factor, would type the same password twice. With a factor there, its own rule holds.
        """
        required = super().is_reauthentication_required(app=app, **kwargs)
        return required and not (app == "allauth.mfa" and _has_just_logged_in(allauth_context.request))

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGN_UP_OPEN
