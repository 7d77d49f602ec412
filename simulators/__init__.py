"""Programs that stand in for machines we do not have: a fingerprint scanner, and the back office's receiver.

They speak the protocols of `docs/scanner.md` and `docs/handover.md`, know nothing of the site, and say of
themselves that they are simulated. Whatever passes with them has passed over a real connection.
"""
