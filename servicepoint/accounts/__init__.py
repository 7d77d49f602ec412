"""What staff prove themselves with beside a password, and which account a single sign-on belongs to."""
