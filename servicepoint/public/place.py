"""Which service point these pages are for."""

LOCATION = "maastricht"
