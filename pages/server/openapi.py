"""The description of the interface, made from what answers it (OpenAPI 3.1)."""

from data.words.catalogue import t
from pages.server.parameters import Parameter
from pages.server.resources import BASE, RESOURCES, Resource
from pages.server.workbooks import PARAMETERS as MISSING_PARAMETERS
from pages.server.workbooks import PATH as MISSING
from pages.server.workbooks import XLSX

VERSION = "1.0.0"
PATH = f"{BASE}/openapi.json"


def describe_interface(*, is_restricted: bool = False) -> dict:
    """Return the OpenAPI document, in the language in use; it says whether a token is needed."""
    said = t("api.description_rights" if is_restricted else "api.description")
    return {
        "openapi": "3.1.0",
        "info": {"title": t("api.title"), "version": VERSION, "description": said},
        "paths": {
            "/healthz": {"get": _describe_health()},
            **{resource.path: {"get": _describe_resource(resource)} for resource in RESOURCES},
            MISSING: {"get": _describe_workbook()},
        },
    }


def _describe_health() -> dict:
    kinds = {"is_open": "boolean", "version": "integer"}
    fields = dict.fromkeys(("status", "fault", "instance"), "string") | kinds
    return {
        "operationId": "healthz",
        "summary": t("api.resource.healthz"),
        "responses": {
            "200": _describe_json(t("api.answer.health"), _describe_fields(fields)),
            "503": _describe_json(t("api.answer.closed"), _describe_fields(fields)),
        },
    }


def _describe_resource(resource: Resource) -> dict:
    body = {
        "type": "object",
        "required": ["data", "count", "next", "is_partial"],
        "properties": {
            "data": {"type": "array", "items": _describe_fields(resource.fields)},
            "count": {"type": "integer", "description": t("api.answer.count")},
            "next": {"type": ["string", "null"], "description": t("api.answer.next")},
            "is_partial": {"type": "boolean", "description": t("api.answer.partial")},
        },
    }
    rows = _describe_json(t("api.answer.rows"), body)
    rows["headers"] = {
        name: {"schema": {"type": "string"}, "description": t(f"api.answer.{word}")}
        for name, word in {"ETag": "tag", "Caomu-Is-Partial": "partial"}.items()
    }
    rows["content"]["text/csv"] = {"schema": {"type": "string"}}
    return {
        "operationId": resource.name,
        "summary": t(f"api.resource.{resource.name}"),
        "parameters": [_describe_parameter(parameter) for parameter in resource.parameters],
        "responses": {
            "200": rows,
            "304": {"description": t("api.answer.unchanged")},
            **_describe_refusals(),
        },
    }


def _describe_workbook() -> dict:
    book = {"schema": {"type": "string", "format": "binary"}}
    return {
        "operationId": "missing",
        "summary": t("api.resource.missing"),
        "parameters": [_describe_parameter(parameter) for parameter in MISSING_PARAMETERS],
        "responses": {
            "200": {"description": t("api.answer.workbook"), "content": {XLSX: book}},
            **_describe_refusals(),
        },
    }


def _describe_refusals() -> dict:
    error = {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string", "description": t("api.answer.error")}},
    }
    return {
        "400": _describe_json(t("api.answer.refused"), error),
        "503": _describe_json(t("api.answer.closed"), error),
    }


def _describe_parameter(parameter: Parameter) -> dict:
    one: dict = {"type": "string" if parameter.type == "date" else parameter.type}
    if parameter.type == "date":
        one["format"] = "date"
    if parameter.allowed:
        one["enum"] = list(parameter.allowed)
    if parameter.least is not None:
        one |= {"minimum": parameter.least, "maximum": parameter.most}
    schema = {"type": "array", "items": one} if parameter.is_list else one
    if parameter.default is not None:
        schema = schema | {"default": parameter.default}
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": t(f"api.parameter.{parameter.name}"),
        "schema": schema,
    }


def _describe_fields(fields: dict[str, str]) -> dict:
    return {
        "type": "object",
        "required": list(fields),
        "properties": {
            name: {"type": [kind, "null"], "description": t(f"api.field.{name}")}
            for name, kind in fields.items()
        },
    }


def _describe_json(description: str, schema: dict) -> dict:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
