"""What is bought when, in which packages, by which method; when it is due again."""
