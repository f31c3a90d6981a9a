"""Archives behind URLs: a real S3 server and a real HTTP server on loopback."""

from __future__ import annotations

import functools
import http.server
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.archive.conftest import cable, dump_row

from cablelint.archive.frame import ReadOptions
from cablelint.archive.sources import expand, read_frames, store_errors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "site" / "texts").mkdir(parents=True)
    site = tmp_path / "site"
    (site / "dump.csv").write_text(dump_row(1) + dump_row(2))
    with zipfile.ZipFile(site / "texts.zip", "w") as archive:
        archive.writestr("06PARIS3.txt", cable(3))
    for serial in (5, 4):
        (site / "texts" / f"06PARIS{serial}.txt").write_text(cable(serial))
    return site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def bucket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    import s3fs
    from moto.server import ThreadedMotoServer

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    files.makedirs("cables", exist_ok=True)
    files.put(str(folder), "cables/site", recursive=True)
    yield "s3://cables/site"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def names(*urls: str) -> list[str]:
    return [frame.name for frame in read_frames(urls, ReadOptions()) if frame.problem is None]


def test_files_over_http(site: str) -> None:
    assert names(f"{site}/dump.csv", f"{site}/texts.zip") == [
        f"{site}/dump.csv#06PARIS1",
        f"{site}/dump.csv#06PARIS2",
        f"{site}/texts.zip/06PARIS3.txt",
    ]


def test_a_file_that_http_does_not_have(site: str) -> None:
    (frame,) = read_frames([f"{site}/none.csv"], ReadOptions())
    assert frame.problem is not None
    assert "can't be read" in frame.problem


def test_files_in_a_bucket(bucket: str) -> None:
    assert names(f"{bucket}/dump.csv", f"{bucket}/texts.zip") == [
        f"{bucket}/dump.csv#06PARIS1",
        f"{bucket}/dump.csv#06PARIS2",
        f"{bucket}/texts.zip/06PARIS3.txt",
    ]


def test_a_store_that_does_not_answer_is_told_of(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    (frame,) = read_frames([f"{bucket}/dump.csv"], ReadOptions())
    assert frame.problem is not None
    assert "can't be read" in frame.problem
    with pytest.raises(store_errors()):
        expand(f"{bucket}/texts")


def test_a_folder_of_a_bucket_is_read_in_order(bucket: str) -> None:
    assert expand(f"{bucket}/texts") == [
        f"{bucket}/texts/06PARIS4.txt",
        f"{bucket}/texts/06PARIS5.txt",
    ]
    with pytest.raises(FileNotFoundError):
        expand(f"{bucket}/none")


def test_a_file_url(folder: Path) -> None:
    url = f"file://{folder}/dump.csv"
    assert names(*expand(url)) == [f"{url}#06PARIS1", f"{url}#06PARIS2"]
