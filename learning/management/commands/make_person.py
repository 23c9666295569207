import smtplib
import sys

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from home.accounts.models import User


class Command(BaseCommand):
    help = "Makes a person (or gives an existing one a new password); the password is read from standard input."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--group", action="append", default=[], help="a group of the admin, e.g. Editores")
        parser.add_argument("--administrator", action="store_true")
        parser.add_argument("--try-mail", action="store_true", help="send this person a mail, to see that mail works")

    def handle(self, *args, email: str, name: str, group: list[str], administrator: bool, try_mail: bool, **options):
        person = make_person(email.strip().lower(), name, sys.stdin.readline().rstrip("\n"), administrator)
        for wanted in group:
            found = Group.objects.filter(name=wanted).first()
            if found is None:
                known = ", ".join(Group.objects.values_list("name", flat=True))
                raise CommandError(f"There is no group {wanted}. There are: {known}.")
            person.groups.add(found)
        self.stdout.write(f"{person.email} is ready.")
        if try_mail:
            self.try_mail(person)

    def try_mail(self, person: User) -> None:
        try:
            send_mail(_("Roda can send mail"), _("This server's mail works."), None, [person.email])
        except (OSError, smtplib.SMTPException) as refused:
            self.stderr.write(f"The mail server did not take a mail ({refused}). Mend EMAIL_URL and set up again.")
        else:
            self.stdout.write(f"A mail is on its way to {person.email}.")


@transaction.atomic
def make_person(email: str, name: str, password: str, administrator: bool) -> User:
    """Returns the person with this address, made if she was not there, with this password and a confirmed address.

    Raises CommandError where the password is not good enough.
    """
    person = User.objects.filter(email=email).first() or User(email=email)
    person.full_name = name
    try:
        validate_password(password, person)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages)) from refused
    person.set_password(password)
    person.is_staff = person.is_superuser = administrator
    person.save()
    EmailAddress.objects.update_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    return person
