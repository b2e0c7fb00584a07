#!/usr/bin/env python3
"""Keeps a comparison in docs/results/raw: its tables, settings, and each run's log and result.

Usage: python3 docs/results/keep.py FOLDER NAME    (FOLDER is what --out named)

Runs that are not finished are left out. The folder's name becomes runs/NAME, so that nothing of the machine stays.
"""
import pathlib
import sys

TABLES = ["comparison.json", "comparison.md", "comparison.csv", "comparison.txt", "settings.json"]
RUN = ["log.jsonl", "result.json", "config.json"]


def keep(source: pathlib.Path, target: pathlib.Path, name: str, folder: str) -> None:
    text = source.read_text().replace(folder, f"runs/{name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def main() -> None:
    folder, name = sys.argv[1].rstrip("/"), sys.argv[2]
    source = pathlib.Path(folder)
    target = pathlib.Path(__file__).parent / "raw" / name
    for table in TABLES:
        keep(source / table, target / table, name, folder)
    runs = 0
    for run in sorted(source.iterdir()):
        if (run / "result.json").exists():
            runs += 1
            for file in RUN:
                keep(run / file, target / run.name / file, name, folder)
    print(f"{target}: {runs} runs")


if __name__ == "__main__":
    main()
