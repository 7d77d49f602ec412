"""What people type: what every form on a page shares, and the shapes that every door accepts."""
