"""The synthetic city as the spreadsheets an office would have."""

from pathlib import Path
from typing import Any

from api.wiring import today


def generate_files(folder: Path, candidates: int, employers: int, seed: int) -> dict[str, Any]:
    """Generate a city and write its spreadsheets into the folder, which is made if need be."""
    from data.synthetic import generate_city, write_city

    city = generate_city(seed=seed, candidates=candidates, employers=employers, today=today())
    folder.mkdir(parents=True, exist_ok=True)
    files = write_city(city, folder)
    return {
        "candidates": len(city.candidates),
        "employers": len(city.employers),
        "postings": len(city.postings),
        "courses": len(city.courses),
        "trainings": len(city.trainings),
        "files": {name: str(path) for name, path in files.items()},
    }
