"""Stage 4: the three editions, written from one read."""
