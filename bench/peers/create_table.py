"""DuckDB from PyPI reading a CSV file into a table of a new database file. Prints nothing; measure.py takes its figures.

Usage: create_table.py SALES.csv DATABASE THREADS
"""

import sys

import duckdb

_, sales, database, threads = sys.argv
connection = duckdb.connect(database, config={"threads": int(threads)})
connection.execute("CREATE TABLE sales AS SELECT * FROM read_csv(?)", [sales])
connection.close()
