"""Files that people upload, made on the spot: good ones, and every kind of bad one."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

ESTATE: dict[str, Any] = {
    "小区代码": "1301020010001",
    "小区名称": "长安花苑",
    "地址": "建设北大街 18 号",
    "所属街道或社区": "130102001000",
    "建筑面积（平方米）": 86520.5,
    "户数": 912,
    "楼栋数": 12,
    "小区类型": "commodity",
    "服务方式": "company",
}
BUILDING = {"小区代码": "1301020010001", "楼栋": "1号楼", "层数": 18}
ENTERPRISE = {"统一社会信用代码": "91130102MA0ABC02YG", "企业名称": "和煦物业服务有限公司", "注册地": "长安区"}
MANAGER = {
    "登记编号": "XM-0001",
    "姓名": "李明",
    "企业统一社会信用代码": "91130102MA0ABC02YG",
    "登记日期": "2024-01-05",
}
CONTRACT = {
    "合同编号": "HT-0001",
    "小区代码": "1301020010001",
    "企业统一社会信用代码": "91130102MA0ABC02YG",
    "合同阶段": "owners",
    "物业费（元/平方米·月）": 1.65,
    "开始日期": "2024-01-01",
    "截止日期": "2026-12-31",
}
RECORD = {
    "记录编号": "JL-0001",
    "评价项目编号": "B1",
    "企业统一社会信用代码": "91130102MA0ABC02YG",
    "发生日期": "2026-03-01",
    "决定日期": "2026-03-10",
    "来源": "inspection",
}


def headings_of(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(heading for row in rows for heading in row))


def workbook(path: Path, *rows: dict[str, Any], headings: list[str] | None = None, tab: str = "Sheet1") -> Path:
    """A workbook with headings in the first row and the rows below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = tab
    headings = headings or headings_of(list(rows))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def csv_file(path: Path, *rows: dict[str, Any], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    headings = headings_of(list(rows))
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def rewritten(path: Path, part: str, change) -> Path:
    """The same workbook with one part of the archive changed by `change(bytes) -> bytes`."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def archive(path: Path, **parts: bytes) -> Path:
    """A zip archive; `__` in a name is a slash, `_` a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def another(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**row, **changes}
