"""Values that every room needs. Standard library only; no Django, no domain."""
