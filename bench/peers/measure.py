"""Runs one command and prints its wall time, processor time and highest resident memory as one JSON object.

Usage: measure.py COMMAND [ARGUMENT ...]
The command's own output goes to standard error. The exit code is the command's.
"""

import json
import resource
import subprocess
import sys
import time

began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False).returncode
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": seconds, "processor_seconds": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))
sys.exit(code)
