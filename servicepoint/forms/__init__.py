"""What every form on a page shares, at whichever door: its looks, its list of errors, its widgets."""
