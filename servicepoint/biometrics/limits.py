"""The limits of quality. The real service does not publish its own: each of ours can be set per site.

Sizes and positions follow ICAO Doc 9303 part 3 and ISO/IEC 19794-5; the others were chosen by measuring.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """What a photo and a print must reach. Names end in their unit; a share is a part of one."""

    photo_height_px_min: float = 531  # 45 mm at 300 dots per inch
    ratio_off_share_max: float = 0.02  # from 35 : 45
    sharpness_min: float = 60  # variance of the Laplacian over a face scaled to 240 pixels
    background_light_min: float = 135  # grey value, 0 to 255
    background_spread_max: float = 14  # between its lightest and darkest parts, as standard deviation
    background_tint_max: float = 26  # between the strongest and the weakest of red, green and blue
    clipped_share_max: float = 0.06  # of the face: burnt out, or drowned in black
    light_difference_share_max: float = 0.22  # between the two halves of the face
    colour_min: float = 4  # mean distance between the channels; a grey picture has none
    head_mm_min: float = 26
    head_mm_max: float = 30
    head_child_mm_min: float = 19  # below the age of 11
    centre_off_share_max: float = 0.05  # of the width
    eyes_from_top_share_min: float = 0.3
    eyes_from_top_share_max: float = 0.5
    eyes_child_from_top_share_max: float = 0.6
    tilt_degrees_max: float = 5
    tilt_infant_degrees_max: float = 15  # below the age of 6
    nfiq2_min: float = 40  # 0 to 100
    ppi_off_max: float = 5  # from 500
    print_side_px_min: float = 256
    print_contrast_min: float = 18  # standard deviation of grey values where the finger lies
    print_area_share_min: float = 0.4  # of the picture that shows ridges


def limits_from(chosen: Mapping[str, float]) -> Limits:
    """Return the limits with some of them chosen anew; ValueError names one that does not exist."""
    unknown = sorted(set(chosen) - {field.name for field in fields(Limits)})
    if unknown:
        raise ValueError(f"no such limit: {', '.join(unknown)}")
    return replace(Limits(), **chosen)
