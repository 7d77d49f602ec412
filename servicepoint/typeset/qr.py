"""QR codes of opaque references."""

import io


def qr_svg(text: str) -> str:
    """Return an SVG element with the QR code of `text`, four modules of quiet zone, no style attributes.

    Names, V-numbers and links with a secret do not belong in it: whoever photographs the paper can read it.
    """
    import segno  # noqa: PLC0415 - only letters and confirmation pages need it

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=4, scale=4, omitsize=True, light="#ffffff"
    )
    return out.getvalue().decode().strip()
