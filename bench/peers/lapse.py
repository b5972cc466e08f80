"""The `lifetimes` package on CDNOW: summaries made outside the clock, then each fit several times. Prints one JSON object.

Usage: lapse.py TRANSACTIONS.csv[.gz] END_OF_CALIBRATION RUNS
Nothing here computes what the benchmark's own side computes; it only drives the peer.
"""

import json
import sys
import time
import warnings

import pandas
from lifetimes import BetaGeoFitter, ParetoNBDFitter
from lifetimes.utils import summary_data_from_transaction_data

warnings.filterwarnings("ignore")


def main(path: str, end: str, runs: int) -> None:
    lines = pandas.read_csv(path, parse_dates=["date"])
    lines = lines[lines["date"] <= pandas.Timestamp(end)]
    summary = summary_data_from_transaction_data(
        lines, "customer_id", "date", observation_period_end=end, freq="D", freq_multiplier=7
    )
    answer = {"customers": len(summary)}
    for name, fitter in (("bg_nbd", BetaGeoFitter), ("pareto_nbd", ParetoNBDFitter)):
        seconds = []
        for _ in range(runs):
            model = fitter(penalizer_coef=0.0)
            began = time.perf_counter()
            model.fit(summary["frequency"], summary["recency"], summary["T"])
            seconds.append(time.perf_counter() - began)
        answer[name] = {
            "seconds": sorted(seconds)[len(seconds) // 2],
            "parameters": [float(value) for value in model.params_.values],
        }
    print(json.dumps(answer))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
