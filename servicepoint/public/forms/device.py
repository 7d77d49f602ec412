"""The form of a new machine in the hall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from servicepoint.forms.page import PageForm

CODE_LENGTH_MAX = 20  # as typed, with spaces and dashes


class DeviceForm(PageForm):
    """The code that staff see once when they add a machine."""

    code = forms.CharField(
        label=_("Code of this machine"),
        help_text=_("Six letters and digits. An employee gets it on the page for kiosks and displays."),
        max_length=CODE_LENGTH_MAX,
        widget=forms.TextInput(
            attrs={
                "class": "ind-size-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the code of this machine")},
    )
