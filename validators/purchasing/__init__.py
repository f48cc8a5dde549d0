"""What is bought when, in which packages, by which method, and when it will be due again."""
