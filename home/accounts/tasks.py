from django.core.mail import EmailMultiAlternatives

from home.queue.registry import task


@task("accounts.send_mail", retries=5, retry_delay=30)
def send_mail(to: str, subject: str, text: str, html: str) -> None:
    """Sends one of allauth's mails; tried again while the mail server does not answer."""
    mail = EmailMultiAlternatives(subject, text, None, [to])
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()
