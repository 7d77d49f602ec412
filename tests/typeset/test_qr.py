"""QR codes for pages and letters."""

from servicepoint.typeset.qr import qr_svg


def test_the_qr_code_is_plain_svg_that_a_strict_page_may_show():
    svg = qr_svg("H7KTQX")
    assert svg.startswith("<svg ")
    assert 'viewBox="0 0 ' in svg
    assert "style=" not in svg
    assert "<script" not in svg
    assert svg != qr_svg("H7KTQY")
