"""What people see on the day: the kiosk, the display, and their own phone. No page of these names anyone."""
