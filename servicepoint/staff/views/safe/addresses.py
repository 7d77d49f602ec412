"""The addresses of the safe."""

from django.urls import URLPattern, path

from . import balance, find, leaving, scan, stock

PAGES: list[URLPattern] = [
    path("documents/", find.safe, name="safe"),
    path("documents/<int:document_id>/", find.document, name="document"),
    path("documents/<int:document_id>/move/", find.move, name="document_move"),
    path("documents/scan/", scan.scan_in, name="scan_in"),
    path("documents/promised/", find.promised, name="promised"),
    path("documents/stock/", stock.stock, name="stock"),
    path("documents/stock/<int:take_id>/", stock.stock_take, name="stock_take"),
    path("documents/stock/<int:take_id>/state/", stock.stock_part, name="stock_part"),
    path("documents/stock/<int:take_id>/finish/", stock.stock_finish, name="stock_finish"),
    path("documents/stock/<int:take_id>/settle/", stock.stock_settle, name="stock_settle"),
    path("documents/return/", leaving.returns, name="returns"),
    path("documents/destruction/", leaving.destruction, name="destruction"),
    path(
        "documents/destruction/<int:instruction_id>/", leaving.destruction_decide, name="destruction_decide"
    ),
    path("documents/balance/", balance.balance, name="balance"),
]
