"""Work on a Dask cluster: the same pure functions as on one machine, a part of the people or of the lists a worker."""
