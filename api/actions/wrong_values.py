"""What is wrong with a value that was sent, in both languages, and what is allowed instead; never the value."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from matching.knowledge.catalogue import Text

_SAID: Final[Mapping[str, Text]] = {
    "missing": Text(zh="必填", en="is required"),
    "int_parsing": Text(zh="应为整数", en="must be a whole number"),
    "int_from_float": Text(zh="应为整数", en="must be a whole number"),
    "float_parsing": Text(zh="应为数字", en="must be a number"),
    "finite_number": Text(zh="应为有限的数字", en="must be a finite number"),
    "int_parsing_size": Text(zh="数字太大", en="is too large a number"),
    "greater_than": Text(zh="应大于 {gt}", en="must be more than {gt}"),
    "greater_than_equal": Text(zh="不能小于 {ge}", en="must be at least {ge}"),
    "less_than_equal": Text(zh="不能大于 {le}", en="must be at most {le}"),
    "literal_error": Text(zh="只能是：{expected}", en="must be one of: {expected}"),
    "enum": Text(zh="只能是：{expected}", en="must be one of: {expected}"),
    "string_too_long": Text(zh="不能超过 {max_length} 个字", en="must have at most {max_length} characters"),
    "string_too_short": Text(zh="不能少于 {min_length} 个字", en="must have at least {min_length} characters"),
    "string_pattern_mismatch": Text(zh="含有不允许的字符", en="holds a character that is not allowed"),
    "other_kind": Text(zh="类型不对", en="is of another kind"),
    "unknown_district": Text(
        zh="有不存在的区（要写六位代码）", en="names a district that there is not (write its code of six digits)"
    ),
    "extra_forbidden": Text(zh="没有这一项", en="is no field here"),
    **dict.fromkeys(
        ("time_parsing", "time_type", "time_delta_parsing"),
        Text(zh="应为时间，例如 09:30", en="must be a time, such as 09:30"),
    ),
    **dict.fromkeys(
        ("date_parsing", "date_type", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        Text(zh="应为日期，例如 2027-03-20", en="must be a day, such as 2027-03-20"),
    ),
    **dict.fromkeys(("bool_parsing", "bool_type"), Text(zh="应为 yes 或 no", en="must be yes or no")),
    **dict.fromkeys(("int_type", "float_type"), Text(zh="应为数字", en="must be a number")),
    "string_type": Text(zh="应为文字", en="must be text"),
    **dict.fromkeys(
        ("tuple_type", "list_type", "set_type", "frozen_set_type"),
        Text(zh="应为一列，每项前写“-”", en="must be a list, each item after a “-”"),
    ),
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type"),
        Text(zh="应写成一项一项的“名称: 内容”", en="must be written as “name: value”, one each"),
    ),
    "end_before_start": Text(
        zh="{starts} 到 {ends}：结束不在开始之后，请改其中一个",
        en="{starts} to {ends}: the end is not after the start; correct one of them",
    ),
    "outside_the_day": Text(zh="超出一天，请写成 09:30 这样的时间", en="lies outside the day; write a time such as 09:30"),
    "more_than_a_minute": Text(
        zh="只到分钟，请写成 09:30 这样的时间", en="is more exact than a minute; write a time such as 09:30"
    ),
    "more_than_a_line": Text(
        zh="含有换行或不能打印的字符，请写成一行", en="holds a line break or a character that cannot be printed; write one line"
    ),
    "remote_venue": Text(zh="场地是要去的地方，请不写 remote", en="is a place people come to; leave `remote` out"),
}
_NO_FIELD: Final = Text(zh="没有这一项，可以写：{fields}", en="is no field here (there are {fields})")
_CANNOT: Final = Text(zh="不能使用", en="cannot be used")
_OF_FIELD: Final = Text(zh="{field} {what}", en="{field} {what}")


def said_of(error: Mapping[str, Any]) -> Text:
    """One fault of a validation in words; `error` as pydantic lists them."""
    told = {name: str(value) for name, value in error.get("ctx", {}).items()}
    told = {name: value.replace(" or ", ", ").replace("'", "") if name == "expected" else value for name, value in told.items()}
    return _SAID.get(error["type"], _CANNOT).format(**told)


def faults_of(fault: ValidationError, of: type[BaseModel] | None = None, most: int | None = None) -> Text:
    """The faults of a validation in one line, each with the name of its field; at most `most` of them. `of`: the model that was
    wanted, so that a field which it does not have is answered with those it has."""
    lines: Sequence[Text] = [
        _OF_FIELD.format(field=".".join(str(part) for part in one["loc"]) or "-", what=_with_fields(one, of))
        for one in fault.errors(include_input=False, include_url=False)[:most]
    ]
    return Text(zh="；".join(one.zh for one in lines), en="; ".join(one.en for one in lines))


def _with_fields(error: Mapping[str, Any], of: type[BaseModel] | None) -> Text:
    fields = _fields_at(of, error["loc"][:-1]) if error["type"] == "extra_forbidden" else ()
    return said_of(error) if not fields else _NO_FIELD.format(fields=", ".join(fields))


def _fields_at(of: type[BaseModel] | None, path: Sequence[int | str]) -> tuple[str, ...]:
    """The fields of the model at a place inside another one."""
    for part in path:
        if of is not None and isinstance(part, str):
            of = _model_in(of.model_fields[part].annotation) if part in of.model_fields else None
    return () if of is None else tuple(of.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
