"""Forms of the second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from servicepoint.forms.page import PageForm

TYPED_LENGTH_MAX = 40


class DigitsForm(PageForm):
    """The six digits of an app."""

    digits = forms.CharField(
        label=_("Six digits"),
        help_text=_("From the app on your telephone. They change every half minute."),
        max_length=TYPED_LENGTH_MAX,
        widget=forms.TextInput(
            attrs={"class": "ind-size-10", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": _("Enter the six digits")},
    )


class RecoveryForm(PageForm):
    """One of the codes on paper."""

    recovery = forms.CharField(
        label=_("Recovery code"),
        help_text=_("12 letters and digits. Each code works once."),
        max_length=TYPED_LENGTH_MAX,
        widget=forms.TextInput(attrs={"class": "ind-size-20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter a recovery code")},
    )
