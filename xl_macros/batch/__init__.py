"""Many workbooks: each examined on its own, in any number of processes, in the order asked for."""
