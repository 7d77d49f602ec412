"""Free places from openings minus busy time, for what a party needs. Pure: no Django, no clock."""
