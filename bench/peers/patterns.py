"""DuckDB from PyPI on the obvious self-join. Prints one JSON object.

Usage: patterns.py SQL TRANSACTIONS.parquet PRODUCTS.parquet LEVEL WINDOW_DAYS LEAST THREADS PURCHASES.csv count|lines
The purchases are put into a table first, outside the clock, and written to PURCHASES.csv (customer, microseconds, item)
so that the other side counts exactly the same lines: the clock runs over the counting statement alone. With `lines`
nothing is counted.
"""

import json
import resource
import sys
import time

import duckdb


def main(sql: str, transactions: str, products: str, level: str, window: int, least: int, threads: int, out: str, what: str) -> None:
    with open(sql, encoding="utf-8") as file:
        prepare, count = file.read().split("-- The measured statement starts here.")
    connection = duckdb.connect(config={"threads": threads})
    for name, value in (
        ("transactions", transactions),
        ("products", products),
        ("level", level),
        ("window_days", window),
        ("least", least),
    ):
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    connection.execute(prepare)
    (lines,) = connection.execute("SELECT count(*) FROM purchases").fetchone()
    columns = "SELECT customer, epoch_us(bought_at) AS micros, item FROM purchases ORDER BY ALL"
    connection.execute(f"COPY ({columns}) TO '{out}' (HEADER)")
    if what == "lines":
        print(json.dumps({"lines": lines}))
        return
    began = time.perf_counter()
    pairs, total = connection.execute(count).fetchone()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"lines": lines, "pairs": pairs, "total": total, "seconds": seconds, "peak_mb": peak}))


_, sql, transactions, products, level, window, least, threads, out, what = sys.argv
main(sql, transactions, products, level, int(window), int(least), int(threads), out, what)
