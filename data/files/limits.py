"""How large a file may be. Each error names the limit that the file breaks."""

from dataclasses import dataclass

from data.errors import UnreadableFileError

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a file may hold, and how much reading it may take.

    ratio is the unpacked size of a zip over its own size; it is checked from ratio_from_bytes
    on. cells limits a sheet, column_cells a text that is read by column. An .ods can state
    that a cell repeats: repeated_cells is how many repeats are allowed, and repeat_ratio how
    many more for each cell that is written out. seconds and memory_bytes limit the process
    that reads a file.
    """

    file_bytes: int = 200 * MB
    unpacked_bytes: int = 600 * MB
    ratio: int = 200
    ratio_from_bytes: int = 20 * MB
    entries: int = 2000
    sheets: int = 100
    tables: int = 1000
    rows: int = 2_000_000
    columns: int = 2_000
    cells: int = 8_000_000
    column_cells: int = 24_000_000
    cell_characters: int = 32_768
    repeated_cells: int = 20_000
    repeat_ratio: int = 100
    gap_cells: int = 200_000
    gap_ratio: int = 200
    xml_depth: int = 200
    seconds: int = 15
    memory_bytes: int = 1024 * MB


LIMITS = Limits()


def check_size(content: bytes, file_name: str) -> None:
    """Reject a file that is empty or too large.

    Raises
    ------
    UnreadableFileError
    """
    if not content:
        raise UnreadableFileError("file_empty", file=file_name)
    if len(content) > LIMITS.file_bytes:
        raise UnreadableFileError(
            "file_too_large",
            file=file_name,
            size_mb=-(-len(content) // MB),
            limit_mb=LIMITS.file_bytes // MB,
        )


def check_extent(rows: int, columns: int, file_name: str, *, cells: int | None = None) -> None:
    """Reject a sheet whose used area is too large, before it is laid out in memory.

    Raises
    ------
    UnreadableFileError
    """
    cells = cells or LIMITS.cells
    if rows > LIMITS.rows or columns > LIMITS.columns or rows * columns > cells:
        raise UnreadableFileError(
            "file_rows",
            file=file_name,
            rows=rows,
            columns=columns,
            limit=LIMITS.rows,
            columns_limit=LIMITS.columns,
            cells=cells,
        )


def check_gaps(rows: int, columns: int, filled: int, file_name: str) -> None:
    """Reject a large sheet that is nearly all blank: a stray cell far from the table.

    Raises
    ------
    UnreadableFileError
    """
    area = rows * columns
    if area > LIMITS.gap_cells and area > LIMITS.gap_ratio * filled:
        raise UnreadableFileError(
            "file_gaps",
            file=file_name,
            rows=rows,
            columns=columns,
            filled=filled,
            limit=LIMITS.gap_ratio,
        )


def check_sheets(sheets: int, file_name: str) -> None:
    """Reject a workbook with too many sheets.

    Raises
    ------
    UnreadableFileError
    """
    if sheets > LIMITS.sheets:
        raise UnreadableFileError("file_sheets", file=file_name, sheets=sheets, limit=LIMITS.sheets)


def check_cell(text: str, row: int, file_name: str) -> None:
    """Reject a cell with more characters than an office program stores (row counts from 1).

    Raises
    ------
    UnreadableFileError
    """
    if len(text) > LIMITS.cell_characters:
        raise UnreadableFileError(
            "file_long_cell",
            file=file_name,
            row=row,
            characters=len(text),
            limit=LIMITS.cell_characters,
        )
