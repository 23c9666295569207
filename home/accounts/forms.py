from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.accounts.models import Profession, User, Workplace
from home.accounts.validators import validate_phone, validate_plain_address

ZONES = (
    ("America/Noronha", _("Fernando de Noronha")),
    ("America/Sao_Paulo", _("Brasília")),
    ("America/Manaus", _("Manaus, Cuiabá, Porto Velho")),
    ("America/Rio_Branco", _("Rio Branco")),
)


class SignupForm(forms.Form):
    """The fields that a new person gives beside address and password; allauth adds those."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    social_name = forms.CharField(
        label=_("Social name"),
        max_length=150,
        required=False,
        help_text=_("If you use another name than the one in your documents, we show this one everywhere."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ("full_name", "social_name", "email", "password1", "password2")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].validators.append(validate_plain_address)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.full_name = self.cleaned_data["full_name"]
        user.social_name = self.cleaned_data["social_name"]
        user.language = request.LANGUAGE_CODE
        user.save(update_fields=["full_name", "social_name", "language"])


class ProfileForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=20,
        validators=[validate_phone],
        help_text=_("Only the staff of your course sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    class Meta:
        model = User
        fields = ("full_name", "social_name", "phone", "language", "time_zone")
        labels = {"full_name": _("Full name"), "social_name": _("Social name")}
        help_texts = {
            "full_name": _("As in your documents. Only certificates show it when you give a social name."),
            "social_name": _("If you use another name than the one in your documents, we show this one everywhere."),
        }
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "social_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
        }


class WorkplaceForm(forms.ModelForm):
    profession = forms.ModelChoiceField(
        label=_("Profession"),
        queryset=Profession.objects.all(),
        required=False,
        empty_label=_("Choose"),
        help_text=_("By the Brazilian classification of occupations (CBO)."),
    )

    class Meta:
        model = Workplace
        fields = ("profession", "municipality", "facility", "cnes", "team")
        labels = {
            "municipality": _("Municipality"),
            "facility": _("Health unit"),
            "cnes": _("CNES code of the unit"),
            "team": _("Team"),
        }
        help_texts = {
            "cnes": _("Seven digits. Leave it empty if you do not know it."),
            "team": _("For example: Team 3"),
        }
        widgets = {
            "municipality": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "facility": forms.TextInput(attrs={"autocomplete": "organization"}),
            "cnes": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }


class MailedCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
