"""What the pages' tests share: a page as its reader reads it."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client


def words(page: str) -> str:
    """Return the text of a page without markup, with single spaces; marks within a word part nothing."""
    body = re.sub(r"<(script|style|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    joined = re.sub(r"</?(?:span|a|strong|bdi|code)\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", joined)).split())


@pytest.fixture
def said(client: Client, real_content: None) -> Callable[[str], str]:
    """Return what the page at an address says."""

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return words(answer.content.decode())

    return read
