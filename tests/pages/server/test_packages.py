"""The data package as a download."""

import io
import json
import zipfile
from urllib.parse import unquote

from data.package.dictionary import load_tables
from tests.pages.server.asking import ask


def test_the_package_comes_as_one_file_and_stays_the_same(app):
    answer = ask(app, "/api/v1/package")
    assert answer.status == 200 and answer.headers["content-type"] == "application/zip"
    assert unquote(answer.headers["content-disposition"]).endswith("草牧数据包.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert archive.testzip() is None
    descriptor = json.loads(archive.read("caomu-data/datapackage.json"))
    names = set(archive.namelist())
    assert {f"caomu-data/{one['path']}" for one in descriptor["resources"]} < names
    assert len(names) == 2 * len(load_tables()) + 2
    assert ask(app, "/api/v1/package").body == answer.body


def test_what_it_does_not_know_is_refused_in_words(app):
    answer = ask(app, "/api/v1/package?colour=red")
    assert answer.status == 400 and "colour" in answer.json()["error"]
