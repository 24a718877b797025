"""Office files from pieces of XML, so that tests decide every character."""

import io
import zipfile

import openpyxl

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def save(book: openpyxl.Workbook) -> bytes:
    """Return a workbook of openpyxl as bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zip_parts(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip of parts by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def list_xlsx_parts(
    rows: str = "",
    *,
    before: str = "",
    merged: list[str] = (),
    styles: str = "",
    texts: str = "",
    book: str = "",
) -> dict[str, str]:
    """Return the parts of an .xlsx of one sheet.

    rows is what stands in sheetData, before what stands before it, styles and texts what
    stands in styleSheet and sst, book what stands in workbook before its sheets.
    """
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    ranges = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}">{book}'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_KINDS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_KINDS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_KINDS}/sharedStrings" Target="texts.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{ranges}</worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
        "xl/texts.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
    }


def make_xlsx(rows: str = "", **pieces) -> bytes:
    """Return an .xlsx of one sheet; the pieces are those of `list_xlsx_parts`."""
    return zip_parts(list_xlsx_parts(rows, **pieces))


def make_styles(*codes: str, struck: bool = False) -> str:
    """Return cell styles 0, 1 … with these number formats."""
    formats = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{_escape(code)}"/>'
        for at, code in enumerate(codes)
    )
    cells = "".join(f'<xf numFmtId="{200 + at}" fontId="0"/>' for at in range(len(codes)))
    font = "<font><strike/></font>" if struck else "<font/>"
    return f"<numFmts>{formats}</numFmts><fonts>{font}</fonts><cellXfs>{cells}</cellXfs>"


def make_ods(rows: str, *, styles: str = "", table: str = "") -> bytes:
    """Return an .ods of one table; rows stand in it, styles before, table in its tag."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODS}:{name}:1.0"'
        for name in ("office", "table", "text", "style", "calcext", "draw")
    )
    xml = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表" {table}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_parts(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": xml}
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
