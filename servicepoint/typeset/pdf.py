"""A tagged PDF (PDF/UA-1), made by typst from data that cannot become markup."""

import json
from pathlib import Path
from typing import Any, Final

from servicepoint.typeset.fonts import FOLDER, showable

STANDARD: Final = "ua-1"


def compiled(template: Path, data: Any) -> bytes:
    """Return what a template makes of data: it reads them as JSON from `sys.inputs.data`.

    For one piece of paper. typst remembers its last ten documents: make many with `press.pressed`.
    """
    import typst  # noqa: PLC0415 - loads fifty megabytes, which the web workers seldom need

    return typst.compile(
        template,
        font_paths=[FOLDER],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(all_showable(data))},
    )


def all_showable(value: Any) -> Any:
    """Return the data with every text in it made showable; SVG and keys stay as they are."""
    if isinstance(value, dict):
        return {key: all_showable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [all_showable(item) for item in value]
    return showable(value) if isinstance(value, str) else value
