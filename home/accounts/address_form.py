"""allauth's form for a further e-mail address. Apart from forms.py, which allauth's own forms import."""

from allauth.account.forms import AddEmailForm as LibrarysAddEmailForm


class AddEmailForm(LibrarysAddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
