"""What is wrong with a row of a file, as one line."""

from typing import TYPE_CHECKING

from api.cli.output import either, said

if TYPE_CHECKING:
    from api.actions.certifying import CertificationReport
    from api.actions.importing import FaultLine, ImportReport


def fault_line(fault: "FaultLine") -> str:
    """Where it is, what is wrong, what to do. A row that stayed out is told from one that went in less what the line names."""
    grave = fault.severity == "rejected"
    out = either("未导入" if grave else "提醒", "rejected" if grave else "warning")
    row = "" if fault.row is None else either(f"第 {fault.row} 行", f"row {fault.row}")
    where = f"{row} [{fault.column}]".strip() if fault.column is not None else row
    value = "" if fault.value is None else either(f"（{fault.value}）", f" ({fault.value})")
    head = f"{where}{value}" + either("：", ": ") if where or value else ""
    return either(f"{out}：{head}", f"{out}: {head}") + said(fault.problem) + either("；", "; ") + said(fault.advice)


def counts_line(report: "ImportReport | CertificationReport") -> str:
    """What became of the rows of a file."""
    return either(
        f"{report.file}：共 {report.rows} 行，新导入 {report.imported}，更新 {report.updated}，没有变化 {report.unchanged}，"
        f"重复 {report.duplicates}，未导入 {report.rejected}",
        f"{report.file}: {report.rows} rows, {report.imported} imported, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {report.rejected} rejected",
    )
