"""What changes the inputs, and takes a change back."""
