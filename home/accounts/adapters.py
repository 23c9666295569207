"""How allauth meets our people: its mails go through the task queue, in the site's face."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from home.accounts.models import User
from home.queue.registry import enqueue


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

    def is_open_for_signup(self, request) -> bool:
        return settings.SIGN_UP_OPEN
