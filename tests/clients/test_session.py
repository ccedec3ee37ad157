"""A session of 200 edits, after each of which the server says what a scan of the same tree says."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from fixture import FILES, NEW_FILES, edits

EDITS = int(os.environ.get("RAVELIN_EDITS", "200"))
SEED = int(os.environ.get("RAVELIN_SEED", "18"))


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ.get("RAVELIN", "ravelin"), "lsp"]))
async def client(lsp_client: LanguageClient, project: Path):
    for name, text in FILES.items():
        write(project / name, text)
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(_: types.RegistrationParams) -> None:
        """The server may ask for anything."""

    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities("visual-studio-code"),
            initialization_options={"minSeverity": "info"},
            root_uri=project.as_uri(),
            workspace_folders=[types.WorkspaceFolder(uri=project.as_uri(), name="project")],
        )
    )
    yield
    await lsp_client.shutdown_session()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


class Session:
    """What the editor has open, and what is on disk."""

    def __init__(self, client: LanguageClient, project: Path):
        self.client = client
        self.project = project
        self.open: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.project / name).as_uri()

    def open_document(self, name: str) -> None:
        text = (self.project / name).read_bytes().decode()
        self.open[name] = text
        self.versions[name] = 1
        item = types.TextDocumentItem(uri=self.uri(name), language_id="", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def change(self, name: str, start: int, end: int, text: str) -> None:
        """Puts a text in place of the characters from start to end."""
        old = self.open[name]
        change = types.TextDocumentContentChangePartial(
            range=types.Range(start=position(old, start), end=position(old, end)), text=text
        )
        self.open[name] = old[:start] + text + old[end:]
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.versions[name])
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    def save(self, name: str) -> None:
        write(self.project / name, self.open[name])
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=self.uri(name)))
        )

    def close(self, name: str) -> None:
        del self.open[name]
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=self.uri(name)))
        )

    def on_disk(self, name: str, text: str | None) -> None:
        """Another program writes a file, or removes it."""
        path = self.project / name
        kind = types.FileChangeType.Changed if path.exists() else types.FileChangeType.Created
        if text is None:
            path.unlink()
            kind = types.FileChangeType.Deleted
        else:
            write(path, text)
        event = types.FileEvent(uri=self.uri(name), type=kind)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=[event]))

    async def said(self, name: str) -> list:
        """What the server says of a document."""
        document = types.TextDocumentIdentifier(uri=self.uri(name))
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=document)
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        text = self.open[name]
        told = [(offset(text, item.range.start), offset(text, item.range.end), item.code) for item in report.items]
        return sorted(told)


def position(text: str, at: int) -> types.Position:
    """The position of a character, in units of UTF-16."""
    line = text.count("\n", 0, at)
    start = text.rfind("\n", 0, at) + 1
    return types.Position(line=line, character=len(text[start:at].encode("utf-16-le")) // 2)


def offset(text: str, place: types.Position) -> int:
    """The byte of a position."""
    lines = text.split("\n")
    before = sum(len(line.encode()) + 1 for line in lines[: place.line])
    rest = lines[place.line].encode("utf-16-le") if place.line < len(lines) else b""
    return before + len(rest[: 2 * place.character].decode("utf-16-le").encode())


def scanned(ravelin: str, session: Session, copy: Path) -> dict[str, list]:
    """What a scan says of each open document, in a copy of the tree in which everything is saved."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(session.project, copy)
    for name, text in session.open.items():
        write(copy / name, text)
    command = [ravelin, "scan", ".", "--format", "json", "--exit-zero"]
    run = subprocess.run(command, cwd=copy, capture_output=True, check=True)
    report = json.loads(run.stdout)
    said: dict[str, list] = {name: [] for name in session.open}
    shown = [(finding["location"], finding["checkId"]) for finding in report["findings"] if not finding["suppression"]]
    problems = [(problem["location"], problem["code"]) for problem in report["diagnostics"]]
    for place, code in shown + [(place, code) for place, code in problems if place]:
        if place["path"] in said:
            # What is said of a file as a whole has no bytes, and stands at its start.
            start, end = place.get("startByte") or 0, place.get("endByte") or 0
            said[place["path"]].append((start, end, code))
    return {name: sorted(places) for name, places in said.items()}


@pytest.mark.asyncio
@pytest.mark.timeout(1800)
async def test_the_server_says_what_a_scan_says(client: LanguageClient, project: Path, ravelin: str, tmp_path: Path):
    chance = random.Random(SEED)
    session = Session(client, project)
    for name in FILES:
        if not name.startswith("."):
            session.open_document(name)
    compared = 0
    for number in range(EDITS):
        done = edits(chance, session, NEW_FILES)
        expected = scanned(ravelin, session, tmp_path / "copy")
        for name in session.open:
            told = await session.said(name)
            assert told == expected[name], f"edit {number} (seed {SEED}): {done}: {name}\n{session.open[name]}"
            compared += len(told)
    assert compared > EDITS, "there was something to say"
