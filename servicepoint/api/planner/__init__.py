"""What client programs of the IND planner know. Its words (desk, product, customers) stay here."""
