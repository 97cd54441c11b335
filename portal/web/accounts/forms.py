"""The forms for signing in and for a person's own account."""

from wtforms import EmailField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.web.forms import PageForm, tidy
from portal.web.i18n.texts import gettext, lazy

SHORTEST = 12
"""Characters of a password: length is what counts, so nothing is said about its letters."""
_LONGEST = 1000
_AT_LEAST = lazy("Enter at least %(count)s characters", count=SHORTEST)
_AT_MOST = lazy("Enter at most %(count)s characters", count=_LONGEST)
PASSKEY_NAME = 100


class SignInForm(PageForm):
    email = EmailField(
        lazy("E-mail address"), [InputRequired(lazy("Enter your e-mail address")), Length(max=254)]
    )
    password = PasswordField(
        lazy("Password"), [InputRequired(lazy("Enter your password")), Length(max=1000)]
    )
    factor_code = StringField(
        lazy("Code of your second step"), filters=[tidy], validators=[Length(max=40)]
    )
    then = HiddenField()


class ProofForm(PageForm):
    """A code or a passkey; the names are those of ``portal.web.accounts.proof``."""

    factor_code = StringField(lazy("Code"), filters=[tidy], validators=[Length(max=40)])
    factor_passkey = HiddenField()
    factor_password = PasswordField(lazy("Your password"), [Length(max=_LONGEST)])
    then = HiddenField()


class NewPasswordForm(PageForm):
    new_password = PasswordField(
        lazy("New password"),
        [
            InputRequired(lazy("Enter a new password")),
            Length(min=SHORTEST, message=_AT_LEAST),
            Length(max=_LONGEST, message=_AT_MOST),
        ],
    )
    repeated_password = PasswordField(
        lazy("The new password again"), [InputRequired(lazy("Enter the new password again"))]
    )
    then = HiddenField()

    def validate_repeated_password(self, field: Field) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(gettext("This is not the same as the new password"))


class ChangePasswordForm(NewPasswordForm):
    password = PasswordField(
        lazy("Your password now"), [InputRequired(lazy("Enter the password that you have now"))]
    )


class AppForm(PageForm):
    code = StringField(
        lazy("Code that your app shows"),
        filters=[tidy],
        validators=[InputRequired(lazy("Enter the code that your app shows")), Length(max=40)],
    )
    then = HiddenField()


class PasskeyForm(PageForm):
    name = StringField(
        lazy("Name of the passkey"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Say which device or key it is, such as: my phone")),
            Length(max=PASSKEY_NAME),
        ],
    )
    made = HiddenField()
    then = HiddenField()

    def validate_made(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext("The browser made no passkey. Try again, or use an app"))
