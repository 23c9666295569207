"""A person on the administrator's screens. Wagtail's own forms ask for a first and a last name: not ours."""

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from home.accounts.models import User
from home.accounts.validators import validate_plain_address

NAMES = ("full_name", "social_name", "language")


class PersonCreationForm(UserCreationForm):
    """Without a password: whoever is made here chooses her own, or comes in by a code in her mail."""

    first_name = last_name = None

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("email", *NAMES, "is_superuser", "groups")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        validate_plain_address(email)
        return email

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        person = super().save(commit)
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        return person


class PersonEditForm(UserEditForm):
    first_name = last_name = None
    # Changed by herself alone, who proves that the new one is hers.
    email = forms.EmailField(
        label=_("e-mail"), disabled=True, help_text=_("Whoever it belongs to changes it herself, in her profile.")
    )

    class Meta(UserEditForm.Meta):
        model = User
        fields = ("email", *NAMES, "is_active", "is_superuser", "groups")
