"""Texts of the log-in library that our catalogues word in their own way: `make messages` finds them here."""

from django.utils.translation import gettext_noop as _

LIBRARY_TEXTS = (
    _("Already have an account? Then please %(link)ssign in%(end_link)s."),
    _("Be patient, you are sending too many requests."),
    _("Enter Sign-In Code"),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _(
        "If you do not recognize this change then please take proper security precautions immediately. The "
        "change to your account originates from:\n"
        "\n"
        "- IP address: %(ip)s\n"
        "- Browser: %(user_agent)s\n"
        "- Date: %(timestamp)s"
    ),
    _("Invalid login."),
    _("Last seen at"),
    _("Passkey"),
    _("Passwordless"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Reset My Password"),
    _("Sign Out Other Sessions"),
    _("Sign Up"),
    _("Signed out of all other sessions."),
    _("Signup"),
    _("Successfully signed in as %(name)s."),
    _("The email address and/or password you specified are not correct."),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("Too many failed login attempts. Try again later."),
    _("User Sessions"),
    _("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon."),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup "
        "process. If you do not see the verification email in your main inbox, check your spam folder. "
        "Please contact us if you do not receive the verification email within a few minutes."
    ),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise "
        "contact us if you do not receive it in a few minutes."
    ),
    _("You are already logged in as %(user_display)s."),
    _(
        "You are receiving this email because you or someone else tried to signup for an\n"
        "account using email address:\n"
        "\n"
        "%(email)s\n"
        "\n"
        "However, an account using that email address already exists.  In case you have\n"
        "forgotten about this, please use the password forgotten procedure to recover\n"
        "your account:\n"
        "\n"
        "%(password_reset_url)s"
    ),
    _("You are receiving this mail because the following change was made to your account:"),
    _("You must type the same password each time."),
    _("Your sign-in code is listed below. Please enter it in your open browser window."),
)
