"""The written sheets: what each shows, where it stands, whether it still follows from the inputs."""
