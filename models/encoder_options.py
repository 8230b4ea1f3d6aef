"""How a Sentence-Transformers model is to be used, from a small YAML file: which model, what goes before each text, how long."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.folders import ArtefactError

SUFFIXES: Final = (".yaml", ".yml")


class EncoderOptions(BaseModel):
    """One model and its settings. People and postings are texts of one kind here, so one prompt serves both sides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(min_length=1, description="a folder (relative to the file) or a hub name")
    prompt: str | None = Field(default=None, description="words put before every text")
    prompt_name: str | None = Field(default=None, description="one of the prompts that the model itself brings, by its name")
    dimensions: int | None = Field(default=None, ge=2, le=8_192, description="keep only the first dimensions (Matryoshka)")
    max_length: int | None = Field(default=None, ge=8, le=32_768, description="longest text in tokens; what is beyond is not read")
    batch: int = Field(default=64, ge=1, le=4_096, description="texts encoded at once")

    @model_validator(mode="after")
    def _one_prompt(self) -> "EncoderOptions":
        if self.prompt is not None and self.prompt_name is not None:
            raise ValueError("prompt and prompt_name are both given; keep one")
        return self


def read_options(path: Path) -> EncoderOptions:
    """The options of a file. Raises ArtefactError with one line that says what is wrong and what to do."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as fault:
        raise ArtefactError(f"{path} cannot be read: {fault.strerror}") from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise ArtefactError(f"{path} is not readable as YAML in UTF-8; correct it") from fault
    if not isinstance(content, dict):
        raise ArtefactError(f"{path} holds no settings; write at least `model: NAME`")
    try:
        options = EncoderOptions.model_validate(content)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"])) or "settings"
        raise ArtefactError(f"{path}: {where}: {first['msg']}; known settings: {', '.join(EncoderOptions.model_fields)}") from fault
    beside = path.parent / Path(options.model).expanduser()
    return options.model_copy(update={"model": str(beside)}) if beside.is_dir() else options
