-- The PostgreSQL database of the catalogue itself, for the lock of writers.
ATTACH {address} AS catalogue (TYPE postgres)
