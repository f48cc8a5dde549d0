"""Every rule explained: what it checks, on what ground, why, an example."""
