"""Free slots from openings minus busy time, for a party's needs. Pure: no Django, no clock."""
