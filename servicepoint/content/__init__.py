"""The files in `content/`: read with line numbers, checked, and loaded without undoing officials' edits."""
