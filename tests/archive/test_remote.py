"""Archives behind URLs: a real S3 server and a real HTTP server on loopback."""

from __future__ import annotations

import functools
import http.server
import json
import os
import ssl
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
from tests.archive.conftest import cable, dump_row

from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.sources import expand, read_frames, store_errors


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
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@contextmanager
def serving(
    folder: Path, context: ssl.SSLContext | None = None, handler: type[_Quiet] = _Quiet
) -> Iterator[int]:
    """Serve a folder on a loopback port, with TLS if there is a context."""
    handles = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handles) as server:
        if context is not None:
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def site(folder: Path) -> Iterator[str]:
    with serving(folder) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def secure_site(folder: Path, tmp_path: Path) -> Iterator[str]:
    """A site with a certificate for 127.0.0.1, signed by the authority in ``tmp_path/ca.pem``."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(folder, context) as port:
        yield f"https://127.0.0.1:{port}"


class _Endless(_Quiet):
    """Send responses without a length, like pages generated on the fly."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword.lower() != "content-length":
            super().send_header(keyword, value)


@pytest.mark.parametrize("name", ["dump.csv", "texts.zip"])
def test_an_answer_of_unknown_length(folder: Path, name: str) -> None:
    with serving(folder, handler=_Endless) as port:
        frames = list(read_frames([f"http://127.0.0.1:{port}/{name}"], ReadOptions()))
    assert [frame.problem for frame in frames] == [None] * (2 if name == "dump.csv" else 1)


def check(*arguments: str | Path, ca: Path | None) -> subprocess.CompletedProcess[str]:
    """Run ``check`` from the command line, trusting one authority or those of the system."""
    trust = {"SSL_CERT_FILE": str(ca)} if ca else {}
    plain = {name: value for name, value in os.environ.items() if name != "SSL_CERT_FILE"}
    done = subprocess.run(
        [sys.executable, "-m", "cablelint", "check", "--no-progress", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=plain | trust,
    )
    assert "Traceback" not in done.stderr
    assert "Unclosed" not in done.stderr
    return done


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
    assert frame.problem.startswith("cannot be read: 404, message='File not found'")


def test_files_over_https(secure_site: str, tmp_path: Path) -> None:
    urls = [f"{secure_site}/dump.csv", f"{secure_site}/texts.zip"]
    done = check(*urls, "--output-format", "json-lines", "--exit-zero", ca=tmp_path / "ca.pem")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [(row["filename"], row["record_id"]) for row in rows if row["kind"] == "record"] == [
        (urls[0], "06PARIS1"),
        (urls[0], "06PARIS2"),
        (f"{urls[1]}/06PARIS3.txt", None),
    ]
    assert "unreadable" not in done.stdout


def test_a_certificate_of_nobody_is_reported(secure_site: str, folder: Path) -> None:
    text = folder / "texts" / "06PARIS4.txt"
    done = check(text, f"{secure_site}/dump.csv", "--output-format", "json-lines", ca=None)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    good, bad = (row for row in rows if row["kind"] == "record")
    assert done.returncode == 1
    assert good["verdict"] != "unreadable"
    assert bad["verdict"] == "unreadable"
    assert bad["filename"] == f"{secure_site}/dump.csv"
    assert "certificate verify failed" in bad["message"]


def test_a_certificate_of_another_host_is_reported(secure_site: str, tmp_path: Path) -> None:
    url = secure_site.replace("127.0.0.1", "localhost")
    done = check(f"{url}/dump.csv", ca=tmp_path / "ca.pem")
    assert done.returncode == 1
    assert "certificate is not valid for 'localhost'" in done.stdout


def test_files_in_a_bucket(bucket: str) -> None:
    assert names(f"{bucket}/dump.csv", f"{bucket}/texts.zip") == [
        f"{bucket}/dump.csv#06PARIS1",
        f"{bucket}/dump.csv#06PARIS2",
        f"{bucket}/texts.zip/06PARIS3.txt",
    ]


def test_a_store_that_does_not_answer_is_reported(
    bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    s3fs.S3FileSystem.clear_instance_cache()
    (frame,) = read_frames([f"{bucket}/dump.csv"], ReadOptions())
    assert frame.problem is not None
    assert "cannot be read" in frame.problem
    with pytest.raises(store_errors()):
        expand(f"{bucket}/texts")


def test_a_folder_of_a_bucket_is_read_in_order(bucket: str) -> None:
    assert expand(f"{bucket}/texts") == [
        f"{bucket}/texts/06PARIS4.txt",
        f"{bucket}/texts/06PARIS5.txt",
    ]
    with pytest.raises(FileNotFoundError):
        expand(f"{bucket}/none")


def test_a_url_that_leads_nowhere(folder: Path, bucket: str) -> None:
    for url, reason in (
        (f"file://{folder}/none", "no such file"),
        (f"{bucket}/none", "no such file"),
        ("s3://none/none", "specified bucket does not exist"),
    ):
        command = [sys.executable, "-m", "cablelint", "check", url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(f"cablelint: {url}: ")
        assert reason in done.stderr


def test_a_file_url(folder: Path) -> None:
    url = f"file://{folder}/dump.csv"
    assert names(*expand(url)) == [f"{url}#06PARIS1", f"{url}#06PARIS2"]
