"""Results of a run, made into a verdict in words, report.json and junit.xml. Nothing here judges a scenario."""
