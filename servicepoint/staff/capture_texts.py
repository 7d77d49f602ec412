"""Photo and fingerprints in words: what is measured, what helps, why something is refused."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from servicepoint.biometrics.photo import Check

CHECKS = {
    "head_mm": _("Size of the head"),
    "centre": _("Head in the middle"),
    "eyes_from_top": _("Height of the eyes"),
    "tilt_degrees": _("Head upright"),
    "height_px": _("Size of the picture"),
    "ratio_off": _("Shape of the picture"),
    "sharpness": _("Sharpness"),
    "background_light": _("Light"),
    "clipped": _("Detail in light and dark"),
    "light_difference": _("Even light on the face"),
    "background_spread": _("Even background"),
    "background_tint": _("Neutral background"),
    "colour": _("Colour"),
    "ppi": _("Density"),
    "grey": _("Grey picture"),
    "side_px": _("Size of the print"),
    "contrast": _("Contrast"),
    "area": _("Area of the print"),
    "nfiq2": _("Quality score"),
}
ADVICE = {
    "size_small": _("Too few pixels. Bring the person or the camera closer."),
    "ratio_wrong": _("The picture is not 35 by 45. Point at the eyes again."),
    "blurred": _("Not sharp. Ask the person to sit still, and wait until the camera has focused."),
    "too_dark": _("Too dark. Switch on the lights, and check that the background is light."),
    "overexposed": _("Burnt out. Dim the lights, or move the person away from the window."),
    "underexposed": _("Parts of the face are black. Put more light on the face."),
    "light_uneven": _("One side of the face is darker. Move the lamp, or turn the chair to the light."),
    "background_uneven": _("The background is not even. Remove shadows and objects, move the chair forward."),
    "background_coloured": _("The background has a colour. Use the white screen, and set white balance."),
    "no_colour": _("The photo has no colour. Set the camera to colour."),
    "head_small": _("The head is too small. Bring the person or the camera closer."),
    "head_large": _("The head is too large. Move the camera back."),
    "head_cut": _("Part of the head is outside the picture. Leave room above the hair and below the chin."),
    "off_centre": _("The head is not in the middle. Move the chair or the camera sideways."),
    "eyes_high": _("The eyes are too high in the picture. Raise the camera."),
    "eyes_low": _("The eyes are too low in the picture. Lower the camera."),
    "tilted": _("The head is tilted. Ask the person to hold it upright."),
    "ppi_wrong": _("The scanner does not deliver 500 dots per inch. Use another scanner."),
    "not_grey": _("The scanner does not deliver grey pictures. Check its settings."),
    "print_small": _("The print is cut off. Lay the finger in the middle of the glass."),
    "print_faint": _("The print is faint. Clean the glass, and let the finger press a little more."),
    "print_partial": _("Only part of the finger is on the glass. Lay it down flat, in the middle."),
    "score_low": _("Too little can be read. Clean and dry the finger, or moisten a dry one, and try again."),
}
OFF = {
    "no_certificate": _("No certificate of the receiver was set up (BIOMETRICS_CERTIFICATE)."),
    "no_receiver": _("No address of the receiver was set up (BIOMETRICS_HANDOVER_URL)."),
    "certificate_unreadable": _("The certificate of the receiver cannot be read."),
    "certificate_weak": _("The key of the receiver's certificate is not RSA of 3072 bits or more."),
    "certificate_not_valid_now": _("The certificate of the receiver is not valid today."),
}
REFUSED = {
    "not_asked": _("This is not asked now. Look at the page again: somebody may have gone on elsewhere."),
    "nothing_to_accept": _("This cannot be accepted, or not any more. Look at the page again."),
    "picture_refused": _("This is not a picture that can be measured. Take it again."),
    "reason_unknown": _("Choose a reason."),
    "sealing_off": _("Nothing can be taken now: it could not be sealed."),
    "sitting_closed": _("This sitting is closed."),
    "sitting_unfinished": _("Something is still missing."),
    "sitting_unknown": _("This sitting does not exist."),
    "supervisor_needed": _("Somebody else has to decide: a lead who did not take the print."),
}
OVERRIDES = {
    "medical": _("Medical reason"),
    "small_child": _("Small child"),
    "worn_ridges": _("Worn ridges"),
    "covering": _("Religious head covering"),
    "equipment": _("Fault of the equipment"),
}
IMPOSSIBLE = {
    "missing": _("Missing"),
    "injured": _("Injured or bandaged"),
    "skin": _("Skin condition"),
    "cannot_move": _("Cannot be laid on the glass"),
    "unreadable": _("No readable ridges"),
}
LASTING = {"temporary": _("For now"), "permanent": _("For good")}
HANDS = {"right": _("Right hand"), "left": _("Left hand")}
FINGERS = {
    "index": _("index finger"),
    "middle": _("middle finger"),
    "ring": _("ring finger"),
    "thumb": _("thumb"),
}
SCANNER = {
    "waiting": _("Lay the finger on the glass"),
    "ready": _("The scanner is ready"),
    "busy": _("The scanner is busy with something else"),
    "sending": _("Measuring and sealing"),
    "timeout": _("No finger came. Press Space to try again"),
    "wet": _("The finger is too wet. Dry it and press Space"),
    "dry": _("The finger is too dry. Moisten it a little and press Space"),
    "dirty": _("The glass is dirty. Clean it and press Space"),
    "wrong_finger": _("This is not the finger asked for. Look at the picture and press Space"),
    "unplugged": _("The scanner is not plugged in. Plug it in and press Space"),
    "cancelled": _("Stopped. Press Space to go on"),
    "unreachable": _("The scanner's program does not answer. Start it on this machine and press Space"),
    "failed": _("The site did not take the print. Press Space to try again"),
}
MEASURED_IN = {"head_mm": " mm", "height_px": " px", "side_px": " px", "tilt_degrees": "°", "ppi": " ppi"}
IN_PERCENT = frozenset({"ratio_off", "clipped", "light_difference", "centre", "eyes_from_top", "area"})
YES_OR_NO = frozenset({"grey"})


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list: what was measured, how much, and what helps; no `advice` when it is good."""

    name: str | Promise
    value: str
    advice: str | Promise


def line(check: Check) -> CheckLine:
    """Return a check as people read it."""
    return CheckLine(CHECKS[check.name], _value(check), ADVICE[check.problem] if check.problem else "")


def _value(check: Check) -> str:
    if check.name in YES_OR_NO:
        return ""
    if check.name in IN_PERCENT:
        return f"{check.value * 100:.0f} %"
    return f"{check.value:.0f}{MEASURED_IN.get(check.name, '')}"
