#!/usr/bin/python3
"""Reads a page of /metrics from standard input by Prometheus' own parser, and holds it to what a scraper needs: every
family with help and type, histograms whole and rising, no series twice, few series, labels of a known kind. Prints each
sample as NAME LABELS VALUE. Refuses by a sentence and exit code 1."""

import re
import sys

from prometheus_client.parser import text_string_to_metric_families

MOST_SERIES = 3000
LABELS = {
    "route": re.compile(r"(GET|POST|DELETE) /[a-z0-9_{}/-]*$|none$|other$"),
    "status": re.compile(r"[1-5][0-9][0-9]$|other$"),
    "le": re.compile(r"[0-9.e+-]+$|\+Inf$"),
    "version": re.compile(r"[0-9]+\.[0-9]+\.[0-9]+$"),
}
WORD = re.compile(r"[a-z][a-z0-9_-]*$")


def main():
    text = sys.stdin.read()
    if not text.endswith("\n"):
        sys.exit("the last line has no end")
    seen = set()
    for family in text_string_to_metric_families(text):
        if not family.documentation or family.type not in ("counter", "gauge", "histogram"):
            sys.exit(f"{family.name}: no help or no type")
        if not re.match(r"(sportello|process)_[a-z_]+$", family.name):
            sys.exit(f"{family.name}: the name is not one of ours")
        buckets = {}
        for sample in family.samples:
            if family.type == "counter" and not sample.name.endswith("_total"):
                sys.exit(f"{sample.name}: a counter's name ends with _total")
            key = (sample.name, tuple(sorted(sample.labels.items())))
            if key in seen:
                sys.exit(f"{key}: twice")
            seen.add(key)
            for label, value in sample.labels.items():
                if not LABELS.get(label, WORD).match(value):
                    sys.exit(f"{sample.name}: the label {label} may not be {value}")
            if sample.value < 0:
                sys.exit(f"{sample.name}: below zero")
            if family.type == "histogram":
                rest = tuple(sorted(item for item in sample.labels.items() if item[0] != "le"))
                kind = buckets.setdefault(rest, {"bucket": []})
                part = sample.name.rsplit("_", 1)[1]
                if part == "bucket":
                    kind["bucket"].append((float(sample.labels["le"]), sample.value))
                else:
                    kind[part] = sample.value
            print(sample.name, ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items())) or "-", sample.value)
        for rest, kind in buckets.items():
            counts = [count for _, count in sorted(kind["bucket"])]
            if counts != sorted(counts) or counts[-1] != kind["count"] or "sum" not in kind:
                sys.exit(f"{family.name} {rest}: not a whole histogram")
    if not seen or len(seen) > MOST_SERIES:
        sys.exit(f"{len(seen)} series")


if __name__ == "__main__":
    main()
