"""Keeps special data unreadable in the database."""
