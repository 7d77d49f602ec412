"""The delivery file of the IND: its schema, how it is read, what is wrong with it. No tables here."""
