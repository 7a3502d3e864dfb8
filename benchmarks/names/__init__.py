"""What of the names in texts is found, and what is taken for one: measured on texts of our own."""
