"""What is sent and told, as the API description shows it."""
