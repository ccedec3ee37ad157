"""A project in four languages whose files depend on each other, and what is done to it."""

import random

FILES = {
    ".ravelin.yaml": "checks:\n  skip: [container-image-no-digest]\n",
    ".gitignore": "/ignored/\n",
    "main.tf": """\
module "net" {
  source = "./modules/net"
  cidrs  = var.cidrs
  name   = "größe"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_db_instance" "main" {
  publicly_accessible = var.public
  storage_encrypted   = local.encrypted
}
""",
    "variables.tf": """\
variable "cidrs" {
  default = ["0.0.0.0/0"]
}

variable "public" {
  default = true
}

locals {
  encrypted = false
}
""",
    "terraform.tfvars": 'public = true\n',
    "modules/net/main.tf": """\
variable "cidrs" {}

variable "name" {}

resource "aws_security_group" "ssh" {
  name = var.name # ü😀

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
""",
    "deploy/base/deployment.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: registry.example.com/app:1.4.2
          securityContext:
            privileged: true
""",
    "deploy/base/kustomization.yaml": "resources: [deployment.yaml]\n",
    "deploy/prod/kustomization.yaml": "resources: [../base]\npatches:\n  - path: patch.yaml\n",
    "deploy/prod/patch.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      hostNetwork: true
      containers:
        - name: app
          resources: {limits: {memory: 128Mi}}
""",
    "service.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: solo}\nspec:\n  containers: [{name: a, image: 'nginx:latest'}]\n",
    "Dockerfile": "FROM debian:12\nRUN apt-get update && apt-get install curl\nCOPY . /srv\n",
    "compose.yaml": "services:\n  web:\n    build: .\n    privileged: true\n",
    "compose.override.yaml": "services:\n  web:\n    read_only: true\n",
}

#: Files that another program writes and removes again.
NEW_FILES = {
    "extra.tf": 'resource "aws_s3_bucket_versioning" "logs" {\n  bucket = aws_s3_bucket.logs.id\n'
    '  versioning_configuration {\n    status = "Enabled"\n  }\n}\n',
    "prod.auto.tfvars": 'cidrs = ["10.0.0.0/8"]\npublic = false\n',
    ".dockerignore": "*\n",
    ".ravelin.yaml": "checks:\n  skip: [container-image-no-digest, aws-*]\n",
    "deploy/prod/extra.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n",
    "modules/net/extra.tf": 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n',
}

#: Words that are put in the place of others.
TOGGLES = [
    ("true", "false"),
    ("0.0.0.0/0", "10.0.0.0/8"),
    ("22", "443"),
    ("var.cidrs", '["0.0.0.0/0"]'),
    ("var.public", "var.unset"),
    ("./modules/net", "./modules/none"),
    ("128Mi", "256Mi"),
    (":latest", ":1.27"),
    ("debian:12", "debian"),
    ("name: web", "name: shop"),
    ("../base", "../bass"),
    ("build: .", "build: ./none"),
]


def edits(chance: random.Random, session, new_files: dict[str, str]) -> str:
    """Does one thing, and says what."""
    what = chance.choices(["toggle", "half", "undo", "insert", "save", "reopen", "file"], [30, 15, 20, 12, 10, 5, 8])[0]
    name = chance.choice(sorted(session.open))
    text = session.open[name]
    if what == "toggle":
        pairs = [pair for one, other in TOGGLES for pair in ((one, other), (other, one)) if pair[0] in text]
        if pairs:
            old, new = chance.choice(pairs)
            start = text.index(old)
            session.change(name, start, start + len(old), new)
            return f"{name}: {old} becomes {new}"
    if what == "half" and text:
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randrange(1, 12))
        session.change(name, start, end, "")
        return f"{name}: {start}..{end} is gone"
    if what == "insert":
        lines = ["\n", "# ravelin:ignore aws-rds-public\n", "é", '"', "{", "}\n", "  x: 1\n", "\t"]
        piece = chance.choice(lines)
        start = chance.randrange(len(text) + 1)
        session.change(name, start, start, piece)
        return f"{name}: {piece!r} at {start}"
    if what == "save":
        session.save(name)
        return f"{name}: saved"
    if what == "reopen":
        session.save(name)
        session.close(name)
        session.open_document(name)
        return f"{name}: closed and opened"
    if what == "file":
        name = chance.choice(sorted(new_files))
        path = session.project / name
        if name == ".ravelin.yaml":
            text = chance.choice([FILES[name], new_files[name]])
        else:
            text = None if path.exists() else new_files[name]
        session.on_disk(name, text)
        return f"{name}: {'removed' if text is None else 'written'} by another program"
    original = (session.project / name).read_bytes().decode() if chance.random() < 0.3 else FILES.get(name, text)
    session.change(name, 0, len(text), original)
    return f"{name}: as it was"
