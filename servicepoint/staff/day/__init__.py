"""The pages of the day: counter, today's list, day board."""
