"""Small models of the article's claims: pure Python, every run of one seed, their assumptions in the seeds."""
